import type { ScanFilters } from '../../src-preload/contract/batch.ts';
import { globTest } from './glob.ts';

export interface FilterRules {
  pattern: string;
  ignoreCase: boolean;
  filters: ScanFilters;
}

/** Decides about names and sizes; knows no disk. Paths are below the scanned folder, with slashes. */
export interface ScanFilter {
  /** False for a folder that is excluded with all that is in it. */
  entersFolder(path: string): boolean;
  /** By its name alone, so that what does not match is not even looked at. */
  matchesName(path: string): boolean;
  /** By its size and age. */
  matchesFile(file: { bytes: number; mtimeMs: number }): boolean;
}

const MB = 1024 * 1024;
const DAY_MS = 86_400_000;

/**
 * The filter for `rules`, with ages counted back from `now`.
 * @throws Error naming what is wrong with a glob; see `globProblem`
 */
export function makeScanFilter({ pattern, ignoreCase, filters }: FilterRules, now: number): ScanFilter {
  const isWanted = globTest(pattern, { ignoreCase });
  const excluded = filters.excludePatterns.map((glob) => globTest(glob, { ignoreCase }));
  const isExcluded = (path: string): boolean => excluded.some((test) => test(path));
  const minBytes = (filters.minSizeMb ?? 0) * MB;
  const oldest =
    filters.maxAgeDays === undefined ? Number.NEGATIVE_INFINITY : now - filters.maxAgeDays * DAY_MS;
  return {
    entersFolder: (path) => !isExcluded(path),
    matchesName: (path) => isWanted(path) && !isExcluded(path),
    matchesFile: ({ bytes, mtimeMs }) => bytes >= minBytes && mtimeMs >= oldest,
  };
}
