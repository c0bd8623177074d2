import { create } from 'zustand';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { EMPTY_FORM, formOf, type ScanForm } from './scan-form.ts';

export type ScanDialog =
  /** A scan that is being put together; `recipe` is the saved one that is being changed. */
  | { kind: 'scan'; form: ScanForm; recipe: Recipe | null }
  | { kind: 'recipes' }
  | { kind: 'results'; taskId: string };

/** The dialog about scans that is open. */
export const useScanDialog = create<{ open: ScanDialog | null }>()(() => ({ open: null }));

const show = (open: ScanDialog | null) => useScanDialog.setState({ open });

/** @param form what is filled in already. Default: nothing */
export function openScan(form: Partial<ScanForm> = {}): void {
  show({ kind: 'scan', form: { ...EMPTY_FORM, ...form }, recipe: null });
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
