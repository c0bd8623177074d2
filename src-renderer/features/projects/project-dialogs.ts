import { create } from 'zustand';

export type ProjectDialog =
  | { kind: 'new' }
  | { kind: 'rename'; id: number }
  /** Where some photos should go. */
  | { kind: 'move'; photoIds: readonly number[] };

/** The dialog about projects that is open. */
export const useProjectDialog = create<{ open: ProjectDialog | null }>()(() => ({ open: null }));

export function askForProject(): void {
  useProjectDialog.setState({ open: { kind: 'new' } });
}

export function askNewName(id: number): void {
  useProjectDialog.setState({ open: { kind: 'rename', id } });
}

export function askWhereTo(photoIds: readonly number[]): void {
  useProjectDialog.setState({ open: { kind: 'move', photoIds } });
}

export function closeProjectDialog(): void {
  useProjectDialog.setState({ open: null });
}
