import type { Analysis, FileOutcome } from '../../../src-preload/contract/upload.ts';

export interface ImportPlan {
  /** Photos that are new or gain a file. Conflicts that are taken in come on top and are counted as files. */
  photos: number;
  files: number;
  bytes: number;
  /** False where pressing Import would change nothing. Damaged photos are taken in too, as they are. */
  possible: boolean;
}

export function outcomeOf(analysis: Analysis, outcome: FileOutcome): { files: number; bytes: number } {
  return analysis.totals.byOutcome[outcome] ?? { files: 0, bytes: 0 };
}

/** Files that cannot be taken in: what failed without the damaged ones, which are copied as they are. */
export function unreadable(analysis: Analysis): { files: number; bytes: number } {
  const failed = outcomeOf(analysis, 'failed');
  const { damaged } = analysis.totals;
  return { files: failed.files - damaged.files, bytes: failed.bytes - damaged.bytes };
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
  const { damaged } = analysis.totals;
  const photos = analysis.totals.newPhotos + analysis.totals.completedPhotos;
  const files = sum((counts) => counts.files) + damaged.files;
  return {
    photos,
    files,
    possible: files > 0 || photos > 0,
    bytes: sum((counts) => counts.bytes) + damaged.bytes,
  };
}
