import { create } from 'zustand';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';

/** Whose files are meant. Unlike the contract's, its list of photos may be longer than one call. */
export type ReadTarget =
  | { photoIds: readonly number[] }
  | Exclude<ChangeTarget, { photoIds: readonly number[] }>;

interface MetadataDialogState {
  open: { kind: 'read'; targets: readonly ReadTarget[] } | { kind: 'conflicts' } | null;
}

/** The dialog about metadata that is open. */
export const useMetadataDialog = create<MetadataDialogState>()(() => ({ open: null }));

/** Asks before metadata is read. The first target is the one that is meant, the others may be chosen instead. */
export function openRead(...targets: readonly ReadTarget[]): void {
  useMetadataDialog.setState({ open: { kind: 'read', targets } });
}

export function openConflicts(): void {
  useMetadataDialog.setState({ open: { kind: 'conflicts' } });
}

export function closeMetadataDialog(): void {
  useMetadataDialog.setState({ open: null });
}
