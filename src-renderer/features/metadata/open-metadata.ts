import { create } from 'zustand';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { showProject, useView } from '../../app/view.ts';

/**
 * Whose files are meant. Unlike the contract's, its list of photos may be longer than one call, and `waiting` are the photos
 * whose files do not say yet what the library says.
 */
export type MetadataTarget =
  | { photoIds: readonly number[] }
  | { waiting: true }
  | Exclude<ChangeTarget, { photoIds: readonly number[] }>;

/** What is asked before metadata is read or written. It stays as it was chosen while the settings are looked at. */
export interface Order {
  kind: 'read' | 'write';
  targets: readonly MetadataTarget[];
  /** Which of the targets. */
  chosen: number;
  /** Nothing is to be done yet. */
  onlyShow: boolean;
}

type Open =
  | Order
  | { kind: 'conflicts'; photoId: number | null }
  | { kind: 'tags'; photoId: number }
  /** `back`: what is shown again when it is closed. */
  | { kind: 'settings'; back: Open | null };

interface MetadataDialogState {
  open: Open | null;
}

/** The dialog about metadata that is open. */
export const useMetadataDialog = create<MetadataDialogState>()(() => ({ open: null }));

/** Asks before metadata is read. The first target is the one that is meant, the others may be chosen instead. */
export function openRead(...targets: readonly MetadataTarget[]): void {
  order('read', targets);
}

/** The same before it is written. */
export function openWrite(...targets: readonly MetadataTarget[]): void {
  order('write', targets);
}

function order(kind: Order['kind'], targets: readonly MetadataTarget[]): void {
  useMetadataDialog.setState({ open: { kind, targets, chosen: 0, onlyShow: false } });
}

export function changeOrder(part: Partial<Pick<Order, 'chosen' | 'onlyShow'>>): void {
  useMetadataDialog.setState(({ open }) =>
    open?.kind === 'read' || open?.kind === 'write' ? { open: { ...open, ...part } } : {},
  );
}

/** @param photoId only those of this photo */
export function openConflicts(photoId: number | null = null): void {
  useMetadataDialog.setState({ open: { kind: 'conflicts', photoId } });
}

/** All photos that wait for such a decision, and no others. */
export function showConflicts(): void {
  showProject(null);
  useView.getState().set({ filter: { conflict: true } });
}

/** Everything that the files of a photo say. */
export function openAllTags(photoId: number): void {
  useMetadataDialog.setState({ open: { kind: 'tags', photoId } });
}

/** Where metadata is read from and written to. What was open before comes back when it is closed. */
export function openMetadataSettings(): void {
  useMetadataDialog.setState(({ open }) => ({ open: { kind: 'settings', back: open } }));
}

export function closeMetadataDialog(): void {
  useMetadataDialog.setState(({ open }) => ({ open: open?.kind === 'settings' ? open.back : null }));
}
