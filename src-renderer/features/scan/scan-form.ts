import type { Recipe, ScanAction, ScanParams, ScanPriority } from '../../../src-preload/contract/batch.ts';
import { SCHEDULES } from '../../lib/texts/schedule.ts';

/** What the dialog holds while it is being filled in: texts as they are typed. */
export interface ScanForm {
  path: string;
  /** Empty for everything. */
  pattern: string;
  /** One pattern a line. */
  exclude: string;
  minSizeMb: string;
  maxAgeDays: string;
  recursive: boolean;
  /** Small and capital letters are told apart. */
  matchCase: boolean;
  action: ScanAction;
  hash: boolean;
  /** For an import. */
  projectId: number | null;
  priority: ScanPriority;
}

export const EMPTY_FORM: ScanForm = {
  path: '',
  pattern: '',
  exclude: '',
  minSizeMb: '',
  maxAgeDays: '',
  recursive: true,
  matchCase: false,
  action: 'index',
  hash: false,
  projectId: null,
  priority: 'normal',
};

/** The name that a scan is being saved under. */
export interface SaveAs {
  name: string;
  /** In cron's notation; null: only when asked to. */
  schedule: string | null;
  /** The times are typed, not chosen from the list. */
  own: boolean;
}

export const UNNAMED: SaveAs = { name: '', schedule: null, own: false };

/** How a saved scan is called and when it runs, to be changed. */
export function saveAsOf({ name, schedule }: Pick<Recipe, 'name' | 'schedule'>): SaveAs {
  return { name, schedule, own: schedule !== null && SCHEDULES.every(({ cron }) => cron !== schedule) };
}

export type ScanField =
  | 'path'
  | 'pattern'
  | 'exclude'
  | 'minSizeMb'
  | 'maxAgeDays'
  | 'action'
  | 'projectId'
  | 'name'
  | 'schedule';
export type FieldProblems = Partial<Record<ScanField, string>>;

/** The pattern of the contract that everything matches. */
const EVERYTHING = '**/*';
/** The contract's limits, written again here for the reason that `upload-limits.ts` gives. */
export const MAX_PATTERN = 500;
export const MAX_EXCLUDED = 100;

/** What was typed, as the engine takes it, or what is wrong at which field. What only the engine can know it says itself. */
export function readForm(form: ScanForm): { params: ScanParams } | { problems: FieldProblems } {
  const problems: FieldProblems = {};
  const minSizeMb = readNumber(form.minSizeMb);
  const maxAgeDays = readNumber(form.maxAgeDays);
  const excludePatterns = excludedLines(form.exclude);
  if (form.path.trim() === '') problems.path = 'Choose a folder, or type its path.';
  if (minSizeMb === null) problems.minSizeMb = NO_NUMBER;
  if (maxAgeDays === null) problems.maxAgeDays = NO_NUMBER;
  if (excludePatterns.length > MAX_EXCLUDED)
    problems.exclude = `At most ${MAX_EXCLUDED} patterns can be left out.`;
  else if (excludePatterns.some((pattern) => pattern.length > MAX_PATTERN)) problems.exclude = TOO_LONG;
  if (form.pattern.length > MAX_PATTERN) problems.pattern = TOO_LONG;
  if (form.action === 'import' && form.projectId === null)
    problems.projectId = 'Choose the project that takes the photos.';
  if (Object.keys(problems).length > 0) return { problems };
  const params: ScanParams = {
    path: form.path,
    recursive: form.recursive,
    pattern: form.pattern.trim() === '' ? EVERYTHING : form.pattern,
    ignoreCase: !form.matchCase,
    filters: {
      ...(typeof minSizeMb === 'number' ? { minSizeMb } : {}),
      ...(typeof maxAgeDays === 'number' ? { maxAgeDays } : {}),
      excludePatterns,
    },
    action: form.action,
    hash: form.action === 'index' && form.hash,
    ...(form.action === 'import' && form.projectId !== null ? { projectId: form.projectId } : {}),
    priority: form.priority,
  };
  return { params };
}

export function formOf(params: ScanParams): ScanForm {
  const { filters, pattern, projectId } = params;
  return {
    path: params.path,
    pattern: pattern === EVERYTHING ? '' : pattern,
    exclude: filters.excludePatterns.join('\n'),
    minSizeMb: filters.minSizeMb === undefined ? '' : String(filters.minSizeMb),
    maxAgeDays: filters.maxAgeDays === undefined ? '' : String(filters.maxAgeDays),
    recursive: params.recursive,
    matchCase: !params.ignoreCase,
    action: params.action,
    hash: params.hash,
    projectId: projectId ?? null,
    priority: params.priority,
  };
}

export function excludedLines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

const NO_NUMBER = 'Type a number, such as 2 or 0.5, or nothing.';
const TOO_LONG = `A pattern has at most ${MAX_PATTERN} letters.`;

/** Undefined where nothing was typed, null where it is no number. A comma is a point to half of the world. */
function readNumber(text: string): number | null | undefined {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return undefined;
  return /^\d{1,6}(\.\d{1,6})?$/.test(typed) ? Number(typed) : null;
}
