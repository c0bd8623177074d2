import { create } from 'zustand';
import type { PhotoFilter, PhotoSort } from '../../src-preload/contract/photos.ts';
import { readStored, writeStored } from '../lib/stored.ts';

export const TASK_FILTERS = ['all', 'open', 'failed', 'completed', 'canceled'] as const;
export type TaskFilter = (typeof TASK_FILTERS)[number];

/** Wished height of a row of thumbnails in px. */
export const ROW_HEIGHT = { min: 100, max: 380, step: 20, standard: 200 } as const;

/** What narrows the view besides the project and the search by name. */
export type ViewFilter = Omit<PhotoFilter, 'projectId' | 'text'>;

export interface ViewState {
  /** What the middle of the window shows. */
  place: 'photos' | 'trash';
  /** Null for all photos. */
  projectId: number | null;
  text: string;
  filter: ViewFilter;
  /** The row of filters is open. */
  filtersOpen: boolean;
  sort: PhotoSort;
  rowHeight: number;
  /** The photo that keys act on. An id, not a place: it stays put while photos arrive around it. */
  cursor: number | null;
  loupe: boolean;
  info: boolean;
  /** The same information beside the grid. */
  gridInfo: boolean;
  tasksOpen: boolean;
  /** Null until somebody has said: then the library's setting counts. */
  showMaintenance: boolean | null;
  /** Which tasks the panel shows. Not kept: a filter of yesterday would hide the import of today. */
  taskFilter: TaskFilter;
  /** A task whose row is to be open, because a toast led there. */
  focusedTask: string | null;
  /** The same, and the focus is to go to its row as soon as it is there. */
  taskToFocus: string | null;
  set(change: Partial<Omit<ViewState, 'set'>>): void;
}

const KEPT = ['sort', 'rowHeight', 'info', 'gridInfo', 'tasksOpen', 'showMaintenance'] as const;
type Kept = Pick<ViewState, (typeof KEPT)[number]>;

const isObject = (value: unknown): value is Partial<Record<keyof Kept, unknown>> =>
  typeof value === 'object' && value !== null;

function storedView(): Partial<Kept> {
  const stored = readStored(localStorage, 'view', isObject) ?? {};
  const kept: Partial<Kept> = {};
  const { sort, rowHeight, info, gridInfo, tasksOpen, showMaintenance } = stored;
  if (typeof rowHeight === 'number' && rowHeight >= ROW_HEIGHT.min && rowHeight <= ROW_HEIGHT.max)
    kept.rowHeight = rowHeight;
  if (typeof info === 'boolean') kept.info = info;
  if (typeof gridInfo === 'boolean') kept.gridInfo = gridInfo;
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
  place: 'photos',
  projectId: null,
  text: '',
  filter: {},
  filtersOpen: false,
  // As they were shot: while an import runs, new photos then mostly come at the end instead of pushing all others on.
  sort: { by: 'takenAt', direction: 'asc' },
  rowHeight: ROW_HEIGHT.standard,
  cursor: null,
  loupe: false,
  info: true,
  gridInfo: false,
  tasksOpen: false,
  showMaintenance: null,
  taskFilter: 'all',
  focusedTask: null,
  taskToFocus: null,
  ...storedView(),
  set: (change) => {
    set(change);
    const state = get();
    if (KEPT.some((key) => key in change))
      writeStored(localStorage, 'view', Object.fromEntries(KEPT.map((key) => [key, state[key]])));
  },
}));

/** What the grid shows, as the contract's filter. */
export function filterOf(view: Pick<ViewState, 'projectId' | 'text' | 'filter'>): PhotoFilter {
  const filter: PhotoFilter = { ...view.filter };
  if (view.projectId !== null) filter.projectId = view.projectId;
  if (view.text.trim() !== '') filter.text = view.text.trim();
  return filter;
}

/** Shows a project (or, with null, all photos) from its start. */
export function showProject(projectId: number | null): void {
  useView.getState().set({ place: 'photos', projectId, cursor: null, loupe: false, text: '', filter: {} });
}

/** Shows what is in the trash. No photo is under the cursor there, so no key of culling finds one. */
export function showTrash(): void {
  useView.getState().set({ place: 'trash', projectId: null, cursor: null, loupe: false });
}

/** Nothing of the project is left out any more. */
export function showAll(): void {
  useView.getState().set({ text: '', filter: {} });
}

/** Opens the tasks, with nothing filtered away: what has just been started, or `taskId` with its details. */
export function showTasks(taskId?: string): void {
  useView
    .getState()
    .set({ tasksOpen: true, taskFilter: 'all', ...(taskId === undefined ? {} : { focusedTask: taskId }) });
}

/** Leads to a task: unlike where something has just been started, the keys are to go on there. */
export function goToTask(taskId: string): void {
  showTasks(taskId);
  useView.getState().set({ taskToFocus: taskId });
}
