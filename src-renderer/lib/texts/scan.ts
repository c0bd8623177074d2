import type {
  Recipe,
  ScanAction,
  ScannedFile,
  ScanParams,
  ScanPriority,
  ScanReport,
  ScanResult,
} from '../../../src-preload/contract/batch.ts';
import { bytes, count, plural } from '../format/numbers.ts';
import { baseName, shownPath } from '../format/path.ts';
import { failureText, problemText } from './problems.ts';
import { hasEnded, ITEM_STATES } from './states.ts';

interface ActionText {
  title: string;
  /** What it does to the files, and what it does not. */
  note: string;
  /** What a dry run says of a file. */
  would: string;
  /** What is said of a file that had its turn. */
  did: string;
}

/** In the order in which they are offered. */
export const SCAN_ACTIONS: Record<ScanAction, ActionText> = {
  index: {
    title: 'List the files',
    note: 'Says what each of them is. Nothing is copied or changed.',
    would: 'Would be listed',
    did: 'Listed',
  },
  import: {
    title: 'Import into a project',
    note: 'Copies new photos into your library. The files stay where they are.',
    would: 'Would be imported',
    did: 'Given to the import',
  },
  derivatives: {
    title: 'Make thumbnails and previews',
    note: 'Of photos in your library that these files belong to.',
    would: 'Would be rendered',
    did: 'Given to rendering',
  },
  metadata_import: {
    title: 'Read metadata',
    note: 'Takes over what other programs wrote into these files.',
    would: 'Would be read',
    did: 'Given to reading',
  },
  metadata_write: {
    title: 'Write metadata',
    note: 'Writes ratings, titles and tags for other programs.',
    would: 'Would be written',
    did: 'Given to writing',
  },
  verify: {
    title: 'Verify',
    note: 'Checks that no byte of these photos has changed.',
    would: 'Would be verified',
    did: 'Given to verifying',
  },
};

export const SCAN_PRIORITIES: Record<ScanPriority, string> = {
  low: 'Low: after all other work',
  normal: 'Normal: in its turn',
  high: 'High: before other work',
};

/** `Looked at 1,240 files: 118 match, 1.2 GB.` */
export function lookedAtText(
  { looked, matched, bytes: size }: { looked: number; matched: number; bytes: number | null },
  goesOn: boolean,
): string {
  if (goesOn && looked === 0) return 'Nothing is looked at yet.';
  const amount = size === null || matched === 0 ? '' : `, ${bytes(size)}`;
  const match = matched === 0 ? 'none matches' : `${count(matched)} ${matched === 1 ? 'matches' : 'match'}`;
  return `Looked at ${plural(looked, 'file')}${goesOn ? ' so far' : ''}: ${match}${amount}.`;
}

/** Why files that match would not get what was asked for: `3 links, 2 without permission`, as lines with their number. */
export function leftOutReasons(
  files: readonly ScannedFile[],
): { code: string; text: string; files: number }[] {
  const byCode = new Map<string, number>();
  for (const { problem } of files)
    if (problem !== null) byCode.set(problem.code, (byCode.get(problem.code) ?? 0) + 1);
  return [...byCode]
    .sort(([, a], [, b]) => b - a)
    .map(([code, times]) => ({ code, files: times, text: problemText({ code }).sentence }));
}

/** A file of a preview; with a state where a dry run goes on, which has not come to all that it has found. */
export type SeenFile = ScannedFile & Partial<Pick<ScanResult, 'state'>>;

/** What stands at the end of the line of a file that was only looked at. */
export function wouldText({ action, bytes: size, state = 'done' }: SeenFile): string {
  const isOpen = state === 'pending' || state === 'running';
  const fate = action !== null ? SCAN_ACTIONS[action].would : isOpen ? ITEM_STATES[state] : 'Left out';
  return size === null ? fate : `${bytes(size)} · ${fate}`;
}

/** What stands at the end of the line of a result. */
export function resultText(result: ScanResult, dryRun: boolean): string {
  const { state, action, bytes: size, format } = result;
  const fate =
    state !== 'done' || action === null
      ? ITEM_STATES[state]
      : dryRun
        ? SCAN_ACTIONS[action].would
        : SCAN_ACTIONS[action].did;
  const facts = [format === null ? null : formatText(format), size === null ? null : bytes(size), fate];
  return facts.filter((fact) => fact !== null).join(' · ');
}

const FORMATS: Record<string, string> = { unknown: 'Unknown', empty: 'Empty' };
const formatText = (format: string): string => FORMATS[format] ?? format.toUpperCase();

/** Why a file has not got what was asked for, or what is known of it besides; null where its folder is all there is. */
export function resultReason({ problem, state, sha256 }: ScanResult): string | null {
  if (problem !== null) return (state === 'failed' ? failureText : problemText)(problem).sentence;
  return sha256 === null ? null : `SHA-256 ${sha256}`;
}

/** `Import *.jpg in /cards/one into “Studio”`: what a scan does, in one line. */
export function scanText(params: ScanParams, projectName: string | null): string {
  const { action, pattern, path, recursive } = params;
  const what = pattern === '**/*' || pattern === '*' ? 'all files' : shownPath(pattern);
  const where = `${shownPath(path)}${recursive ? '' : ' (not in subfolders)'}`;
  const into = action === 'import' ? ` into “${shownPath(projectName ?? 'a project that is gone')}”` : '';
  return `${VERBS[action]} ${what} in ${where}${into}`;
}

const VERBS: Record<ScanAction, string> = {
  index: 'List',
  import: 'Import',
  derivatives: 'Make thumbnails for',
  metadata_import: 'Read metadata of',
  metadata_write: 'Write metadata of',
  verify: 'Verify',
};

/** What narrows a scan besides its pattern: `at least 2 MB · of the last 30 days · without proofs`. */
export function filtersText({ filters, ignoreCase }: Pick<ScanParams, 'filters' | 'ignoreCase'>): string {
  const { minSizeMb, maxAgeDays, excludePatterns } = filters;
  const parts: string[] = [];
  if (minSizeMb !== undefined && minSizeMb > 0) parts.push(`at least ${minSizeMb} MB`);
  if (maxAgeDays !== undefined)
    parts.push(maxAgeDays === 1 ? 'of the last day' : `of the last ${count(maxAgeDays)} days`);
  if (excludePatterns.length > 0) parts.push(`without ${excludePatterns.map(shownPath).join(', ')}`);
  if (!ignoreCase) parts.push('capital letters count');
  return parts.join(' · ');
}

export const scanTitle = (path: string): string => `Scan of ${shownPath(baseName(path))}`;

/** How much a scan has looked at, and how much of it matches. */
export function reportText({ task, looked, counts }: Pick<ScanReport, 'task' | 'looked' | 'counts'>): string {
  const goesOn = !hasEnded(task) && (task.discovering || looked === 0);
  return lookedAtText({ looked, matched: counts.total, bytes: null }, goesOn);
}

/** What is said when a dry run has ended: its own words would tell of something done. */
export function dryRunText({ succeeded, skipped, failed }: ScanReport['task']['progress']): {
  title: string;
  description: string;
} {
  return {
    title: `Dry run: ${plural(succeeded + skipped + failed, 'file matches', 'files match')}`,
    description: 'Nothing was changed.',
  };
}

export const recipeSaved = ({ name }: Pick<Recipe, 'name'>): string => `“${shownPath(name)}” is saved.`;
