import { create } from 'zustand';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { EMPTY_FORM, formOf, type SaveAs, type ScanForm, saveAsOf } from './scan-form.ts';

export interface ScanDraft {
  form: ScanForm;
  /** Null while it is not to be saved under a name. */
  saveAs: SaveAs | null;
}

export type ScanDialog =
  /** A scan that is being put together; `recipe` is the saved one that is being changed. */
  | { kind: 'scan'; draft: ScanDraft; recipe: Recipe | null }
  | { kind: 'recipes' }
  | { kind: 'results'; taskId: string };

interface ScanDialogState {
  /** The dialog about scans that is open. */
  open: ScanDialog | null;
  /** What was typed of a new scan that was neither begun nor given up: Escape is a slip away, and so is the next dialog. */
  draft: ScanDraft | null;
}

export const useScanDialog = create<ScanDialogState>()(() => ({ open: null, draft: null }));

const show = (open: ScanDialog | null) => useScanDialog.setState({ open });

/** @param form what is filled in already. Default: nothing */
export function openScan(form: Partial<ScanForm> = {}): void {
  show({ kind: 'scan', draft: { form: { ...EMPTY_FORM, ...form }, saveAs: null }, recipe: null });
}

/**
 * A new scan, as far as it was put together before.
 * @param projectId the project that takes the photos where none was chosen
 */
export function openNewScan(projectId: number | null = null): void {
  const { form, saveAs } = useScanDialog.getState().draft ?? { form: EMPTY_FORM, saveAs: null };
  const draft = { form: { ...form, projectId: form.projectId ?? projectId }, saveAs };
  show({ kind: 'scan', draft, recipe: null });
}

export function keepDraft(draft: ScanDraft | null): void {
  useScanDialog.setState({ draft });
}

/** Changes a saved scan. */
export function openRecipe(recipe: Recipe): void {
  show({ kind: 'scan', draft: { form: formOf(recipe), saveAs: saveAsOf(recipe) }, recipe });
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
