import { bytes, count } from '../format/numbers.ts';
import { shownPath } from '../format/path.ts';
import { ago } from '../format/time.ts';
import { NAME_REASONS, UNREADABLE_REASONS, UNUSABLE_REASONS } from './reasons.ts';

export interface ErrorText {
  title: string;
  /** What it means and what to do next. */
  body: string;
}

export interface Failure {
  code: string;
  data: Record<string, unknown>;
}

type Say = (data: Record<string, unknown>) => ErrorText;

const text = (value: unknown): string => (typeof value === 'string' ? shownPath(value) : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** What holds a library, as it calls itself in the lock. */
const programName = (program: unknown): string =>
  program === 'app' ? 'Another Safelight window' : text(program) || 'Another program';

/** What has ended can be looked at, and where it failed, tried again. */
const ENDINGS: Record<string, string> = {
  completed: 'It is completed, so nothing of it is left to change.',
  failed: 'It has failed by now. It can be tried again, but not stopped or held back.',
  canceled: 'It was canceled, and what is canceled stays so. Ask for the work anew.',
};

const KINDS: Record<string, string> = {
  project: 'project',
  photo: 'photo',
  task: 'task',
  job: 'job',
  item: 'file',
  analysis: 'analysis',
  recipe: 'recipe',
};

/** Every error code of the contract. `data` is what the contract declares for it, read with care all the same. */
export const ERRORS: Record<string, Say> = {
  NO_LIBRARY: () => ({ title: 'No library is open', body: 'Open a library first.' }),
  NOT_FOUND: (data) =>
    data.kind === 'analysis'
      ? { title: 'This look at your files has expired', body: 'Drop the files again to start over.' }
      : {
          title: `This ${KINDS[text(data.kind)] ?? 'file'} is gone`,
          body: 'It was removed in the meantime.',
        },
  LIBRARY_MISSING: (data) => ({
    title: 'There is no library here',
    body: `${text(data.root)} is not there, or holds no Safelight library. Is its drive connected?`,
  }),
  LIBRARY_LOCKED: (data) => ({
    title: 'This library is open elsewhere',
    body: `${programName(data.program)} (process ${number(data.pid)} on ${text(data.host) || 'this computer'}) has held it since ${ago(number(data.sinceMs), Date.now())}. Close it there first: two programs in one library could lose work.`,
  }),
  LIBRARY_UNUSABLE: (data) => ({
    title: 'This library cannot be used',
    body: UNUSABLE_REASONS[text(data.reason)] ?? `The reason given is “${text(data.reason)}”.`,
  }),
  PROJECT_EXISTS: (data) => ({
    title: `There is a project “${text(data.name)}” already`,
    body: 'Take another name, or use that project.',
  }),
  NOT_CONFIRMED: (data) => ({
    title: 'This is not the name',
    body: `Nothing was changed. Type “${text(data.name)}” to confirm.`,
  }),
  PROJECT_NAME_INVALID: (data) => ({
    title: 'This name cannot be used',
    body: NAME_REASONS[text(data.reason)] ?? 'It cannot be the name of a folder.',
  }),
  PATH_UNREADABLE: (data) => ({
    title: `${text(data.path) || 'A path'} cannot be imported`,
    body: UNREADABLE_REASONS[text(data.reason)] ?? 'It could not be opened.',
  }),
  NOT_ENOUGH_SPACE: (data) => ({
    title: 'The disk has too little room',
    body: `${bytes(number(data.neededBytes))} are needed and ${bytes(number(data.freeBytes))} are free. Nothing was copied.`,
  }),
  NOTHING_TO_DO: () => ({
    title: 'There is nothing to do',
    body: 'All of it has been done already, so nothing was begun.',
  }),
  ALREADY_FINISHED: (data) => ({
    title: 'This has already ended',
    body: ENDINGS[text(data.state)] ?? 'Nothing of it can be changed any more.',
  }),
  QUEUE_FULL: (data) => ({
    title: 'The queue is full',
    body: `${count(number(data.queued))} jobs are waiting. Try again when some of them are done.`,
  }),
  ALREADY_RUNNING: () => ({
    title: 'This is under way already',
    body: 'The same work is running or waiting. Its row is in the tasks panel.',
  }),
  UNKNOWN_TYPE: (data) => ({
    title: 'This version cannot do that',
    body: `It knows no work of the type “${text(data.type)}”.`,
  }),
  BAD_PAYLOAD: (data) => ({
    title: 'This order does not fit',
    body: `${issuesText(data.issues)} Nothing was begun.`,
  }),
  ACTION_DISABLED: (data) => ({
    title: 'This is switched off',
    body: `The setting “${text(data.setting)}” of this library does not allow it.`,
  }),
  SETTINGS_INVALID: (data) => ({
    title: 'This setting is not possible',
    body: `${issuesText(data.issues)} Nothing was changed.`,
  }),
  NO_WINDOW: () => ({ title: 'There is no window to ask in', body: 'This works only in the Safelight app.' }),
  BAD_REQUEST: () => ({
    title: 'Safelight did not understand this',
    body: 'The request did not have the expected form. This is a defect of Safelight, not of your files.',
  }),
  INTERNAL_SERVER_ERROR: () => ({
    title: 'Something went wrong',
    body: 'The log of the library has the details. Your photos are untouched.',
  }),
};

/** One sentence for each field that does not fit. */
function issuesText(issues: unknown): string {
  if (!Array.isArray(issues)) return '';
  return issues
    .map((issue: { path?: unknown; message?: unknown } | null) => {
      const field = text(issue?.path);
      const message = text(issue?.message).replace(/\.$/, '') || 'it does not fit';
      return field === '' ? `${message}.` : `“${field}”: ${message}.`;
    })
    .join(' ');
}

/** What a call was refused with, read with care. */
export function toFailure(error: unknown): Failure {
  if (typeof error !== 'object' || error === null) return { code: '', data: {} };
  const { code, data } = error as { code?: unknown; data?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    data: typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {},
  };
}

/** A sentence for anything a call may reject with. */
export function errorText(error: unknown): ErrorText {
  const { code, data } = toFailure(error);
  const say = ERRORS[code];
  if (say !== undefined) return say(data);
  return {
    title: 'Something went wrong',
    body: code === '' ? 'The log of the library has the details.' : `The reason given is “${code}”.`,
  };
}
