import { create } from 'zustand';

/**
 * Scans of this window that change nothing. Those that only feed a preview go away with it, and of their end nobody
 * needs to be told; of the others' it is told that nothing was changed.
 */
export const useDryRuns = create<{ runs: ReadonlyMap<string, 'preview' | 'asked'> }>()(() => ({
  runs: new Map(),
}));

export function noteDryRun(taskId: string, why: 'preview' | 'asked'): void {
  useDryRuns.setState(({ runs }) => ({ runs: new Map(runs).set(taskId, why) }));
}
