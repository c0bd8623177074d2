import { create } from 'zustand';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { EMPTY_FORM, formOf, type ScanForm } from './scan-form.ts';

export type ScanDialog =
  /** A scan that is being put together; `recipe` is the saved one that is being changed. */
  | { kind: 'scan'; form: ScanForm; recipe: Recipe | null }
  | { kind: 'recipes' }
  | { kind: 'results'; taskId: string };

interface ScanDialogState {
  /** The dialog about scans that is open. */
  open: ScanDialog | null;
  /** What was typed of a new scan that was neither begun nor given up: Escape is a slip away, and so is the next dialog. */
  draft: ScanForm | null;
}

export const useScanDialog = create<ScanDialogState>()(() => ({ open: null, draft: null }));

const show = (open: ScanDialog | null) => useScanDialog.setState({ open });

/** @param form what is filled in already. Default: nothing */
export function openScan(form: Partial<ScanForm> = {}): void {
  show({ kind: 'scan', form: { ...EMPTY_FORM, ...form }, recipe: null });
}

/**
 * A new scan, as far as it was put together before.
 * @param projectId the project that takes the photos where none was chosen
 */
export function openNewScan(projectId: number | null = null): void {
  const form = useScanDialog.getState().draft ?? EMPTY_FORM;
  openScan({ ...form, projectId: form.projectId ?? projectId });
}

export function keepDraft(draft: ScanForm | null): void {
  useScanDialog.setState({ draft });
}

/** Changes a saved scan. */
export function openRecipe(recipe: Recipe): void {
  show({ kind: 'scan', form: formOf(recipe), recipe });
}

export function openRecipes(): void {
  show({ kind: 'recipes' });
}

export function openResults(taskId: string): void {
  show({ kind: 'results', taskId });
}

export function closeScanDialog(): void {
  show(null);
}
