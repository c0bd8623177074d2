import picomatch from 'picomatch';
import type { ScanFilters } from '../../src-preload/contract/batch.ts';

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

type Test = (path: string) => boolean;

/**
 * The filter for `rules`, with ages counted back from `now`.
 * @throws Error naming what is wrong with a glob; see `globProblem`
 */
export function makeScanFilter({ pattern, ignoreCase, filters }: FilterRules, now: number): ScanFilter {
  const isWanted = globTest(pattern, ignoreCase);
  const excluded = filters.excludePatterns.map((glob) => globTest(glob, ignoreCase));
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

/** What is wrong with a glob, in a few words; null where it can be used. */
export function globProblem(glob: string): string | null {
  if (glob.trim() === '') return 'is empty';
  if (glob.includes('\0')) return 'has a character that no file name can have';
  const parts = glob.split('/');
  if (parts[0] === '') return 'begins with a slash: it is about what lies below the folder';
  if (parts.includes('..')) return 'leads out of the folder';
  try {
    globTest(glob, true);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function globTest(glob: string, ignoreCase: boolean): Test {
  const text = comparable(glob.length > 1 && glob.endsWith('/') ? glob.slice(0, -1) : glob);
  const test = picomatch(text, {
    // Names that begin with a dot are names like others; what systems keep for themselves is known by other rules.
    dot: true,
    nocase: ignoreCase,
    // Names may hold line breaks, and a dot of a regular expression has to match them.
    flags: ignoreCase ? 'is' : 's',
    nonegate: true,
    // Repetitions inside repetitions can take for ever; `*`, `?`, `[…]` and `{a,b}` cannot be nested so.
    noextglob: true,
    // Names have slashes between them on every system by the time they come here.
    windows: false,
    strictBrackets: true,
    // Says what cannot be compiled, such as `[z-a]`, instead of matching nothing.
    debug: true,
  });
  const isAboutPath = text.includes('/');
  return (path) => test(comparable(isAboutPath ? path : path.slice(path.lastIndexOf('/') + 1)));
}

/** macOS writes é as two characters, most others as one. */
function comparable(text: string): string {
  return text.normalize('NFC');
}
