import { create } from 'zustand';
import type { DerivativeStatus, PhotoFilter, PhotoSort } from '../../src-preload/contract/photos.ts';
import { readStored, writeStored } from '../lib/stored.ts';

export const TASK_FILTERS = ['all', 'open', 'failed', 'completed', 'canceled'] as const;
export type TaskFilter = (typeof TASK_FILTERS)[number];

/** Wished height of a row of thumbnails in px. */
export const ROW_HEIGHT = { min: 100, max: 380, step: 20, standard: 200 } as const;

export interface ViewState {
  /** Null for all photos. */
  projectId: number | null;
  text: string;
  thumbnail: DerivativeStatus | null;
  sort: PhotoSort;
  rowHeight: number;
  /** The photo that keys act on. An id, not a place: it stays put while photos arrive around it. */
  cursor: number | null;
  loupe: boolean;
  info: boolean;
  tasksOpen: boolean;
  /** Null until somebody has said: then the library's setting counts. */
  showMaintenance: boolean | null;
  /** Which tasks the panel shows. Not kept: a filter of yesterday would hide the import of today. */
  taskFilter: TaskFilter;
  /** A task whose row is to be open, because a toast led there. */
  focusedTask: string | null;
  set(change: Partial<Omit<ViewState, 'set'>>): void;
}

const KEPT = ['sort', 'rowHeight', 'info', 'tasksOpen', 'showMaintenance'] as const;
type Kept = Pick<ViewState, (typeof KEPT)[number]>;

const isObject = (value: unknown): value is Partial<Record<keyof Kept, unknown>> =>
  typeof value === 'object' && value !== null;

function storedView(): Partial<Kept> {
  const stored = readStored(localStorage, 'view', isObject) ?? {};
  const kept: Partial<Kept> = {};
  const { sort, rowHeight, info, tasksOpen, showMaintenance } = stored;
  if (typeof rowHeight === 'number' && rowHeight >= ROW_HEIGHT.min && rowHeight <= ROW_HEIGHT.max)
    kept.rowHeight = rowHeight;
  if (typeof info === 'boolean') kept.info = info;
  if (typeof tasksOpen === 'boolean') kept.tasksOpen = tasksOpen;
  if (typeof showMaintenance === 'boolean') kept.showMaintenance = showMaintenance;
  if (isSort(sort)) kept.sort = sort;
  return kept;
}

function isSort(value: unknown): value is PhotoSort {
  if (typeof value !== 'object' || value === null) return false;
  const { by, direction } = value as Record<string, unknown>;
  return (
    (by === 'takenAt' || by === 'name' || by === 'addedAt') && (direction === 'asc' || direction === 'desc')
  );
}

export const useView = create<ViewState>()((set, get) => ({
  projectId: null,
  text: '',
  thumbnail: null,
  // As they were shot: while an import runs, new photos then mostly come at the end instead of pushing all others on.
  sort: { by: 'takenAt', direction: 'asc' },
  rowHeight: ROW_HEIGHT.standard,
  cursor: null,
  loupe: false,
  info: true,
  tasksOpen: false,
  showMaintenance: null,
  taskFilter: 'all',
  focusedTask: null,
  ...storedView(),
  set: (change) => {
    set(change);
    const state = get();
    if (KEPT.some((key) => key in change))
      writeStored(localStorage, 'view', Object.fromEntries(KEPT.map((key) => [key, state[key]])));
  },
}));

/** What the grid shows, as the contract's filter. */
export function filterOf(view: Pick<ViewState, 'projectId' | 'text' | 'thumbnail'>): PhotoFilter {
  const filter: PhotoFilter = {};
  if (view.projectId !== null) filter.projectId = view.projectId;
  if (view.text.trim() !== '') filter.text = view.text.trim();
  if (view.thumbnail !== null) filter.thumbnail = view.thumbnail;
  return filter;
}

/** Shows a project (or, with null, all photos) from its start. */
export function showProject(projectId: number | null): void {
  useView.getState().set({ projectId, cursor: null, loupe: false, text: '', thumbnail: null });
}

/** Opens the tasks, with nothing filtered away: what has just been started, or `taskId` with its details. */
export function showTasks(taskId?: string): void {
  useView
    .getState()
    .set({ tasksOpen: true, taskFilter: 'all', ...(taskId === undefined ? {} : { focusedTask: taskId }) });
}
