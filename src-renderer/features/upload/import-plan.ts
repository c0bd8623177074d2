import type { Analysis, FileOutcome } from '../../../src-preload/contract/upload.ts';

export interface ImportPlan {
  /** Photos that are new or gain a file. Conflicts that are taken in come on top and are counted as files. */
  photos: number;
  files: number;
  bytes: number;
}

export function outcomeOf(analysis: Analysis, outcome: FileOutcome): { files: number; bytes: number } {
  return analysis.totals.byOutcome[outcome] ?? { files: 0, bytes: 0 };
}

/** What pressing Import would copy. */
export function importPlan(analysis: Analysis, conflicts: 'skip' | 'import'): ImportPlan {
  const taken: FileOutcome[] = [
    'imported',
    'completion',
    ...(conflicts === 'import' ? (['conflict'] as const) : []),
  ];
  const sum = (pick: (counts: { files: number; bytes: number }) => number) =>
    taken.reduce((all, outcome) => all + pick(outcomeOf(analysis, outcome)), 0);
  return {
    photos: analysis.totals.newPhotos + analysis.totals.completedPhotos,
    files: sum((counts) => counts.files),
    bytes: sum((counts) => counts.bytes),
  };
}
