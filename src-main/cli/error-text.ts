import { hostname } from 'node:os';
import { ORPCError } from '@orpc/server';
import { PROBLEMS } from '../../src-preload/contract/problem-texts.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { HeldError, type HeldReason, type Holder, HolderGone } from './held/held-error.ts';
import { shownPath } from './output.ts';

interface Told {
  exitCode: number;
  text: string;
}

type Data = Record<string, unknown>;

const UNUSABLE_TEXTS: Record<string, string> = {
  not_a_directory: 'it is not a folder',
  not_writable: 'it cannot be written to',
  database_damaged: 'its database is damaged, and was left as it is',
  database_newer: 'it was made by a newer version of Safelight',
  no_locking: 'its file system cannot lock files, so two programs could write to it at once',
  sync_conflict_copy: 'a sync program left a conflicting copy of its database in it',
  disk_full: 'its disk is full',
  io_error: 'its disk reported an error',
};

/** What to say, and how to exit, when a command could not do its work. */
export function tellError(error: unknown): Told {
  if (error instanceof UsageError) return { exitCode: EXIT.usage, text: error.message };
  if (error instanceof HeldError) return { exitCode: EXIT.library, text: heldText(error) };
  if (error instanceof HolderGone) return { exitCode: EXIT.library, text: GONE_TEXT };
  if (error instanceof ORPCError)
    return tellContractError(error.code, (error.data ?? {}) as Data, error.message);
  const failure = error instanceof AppError ? error : toAppError(error);
  const known = PROBLEMS[failure.code];
  const detail = failure.detail === undefined ? '' : ` (${failure.detail})`;
  return {
    exitCode: EXIT.library,
    text: known === undefined ? `${failure.code}${detail}` : `${known.sentence}${detail}`,
  };
}

/** Whatever was stored is durable: it goes on with the program that opens the library next. */
const GONE_TEXT =
  'The program that holds the library does not answer any more: it has ended, or its local API was switched off. Nothing is lost; what was begun goes on when the library is next opened for work.';

const OTHER_LIBRARY_TEXT =
  'The program that held the library has closed it, or opened another one. Nothing is lost; what was begun goes on when the library is next opened for work.';

const OTHER_VERSION_TEXT =
  'The program that holds the library does not know what this command asks for: it is another version of Safelight.';

const HELD_TEXTS: Record<Exclude<HeldReason, 'off'>, (note: string) => string> = {
  no_answer: () => 'Its local API does not answer.',
  not_ours: (note) =>
    `What listens where ${note} says does not take its token, or has another library open: it was not asked for anything.`,
  foreign_owner: (note) =>
    `How to reach it is said in ${note}, which belongs to another user: it was not used.`,
  open_to_others: (note) =>
    `How to reach it is said in ${note}, which other users can read or change: it was not used. A program that begins to listen anew makes it anew.`,
  unreadable: (note) =>
    `How to reach it is said in ${note}, which is not as Safelight writes it: it was not used.`,
};

function heldText({ holder, reason, note }: HeldError): string {
  const why = reason === 'off' ? offText(holder) : HELD_TEXTS[reason](shownPath(note));
  return `${lockedText(holder)} ${why}`.trim();
}

/** The app can be told to listen to commands. A command that is at work ends by itself, and `serve` listens always. */
function offText({ program, host }: Holder): string {
  if (program !== 'app' || host !== hostname()) return '';
  return 'Switch on "Local API" in its settings menu, and commands work while it is open.';
}

const lockedText = ({ root, program, pid, host }: Holder): string =>
  `The library ${shownPath(root)} is in use by ${programName(program)} (process ${pid} on ${host}).`;

function tellContractError(code: string, data: Data, message: string): Told {
  switch (code) {
    case 'LIBRARY_MISSING':
      return { exitCode: EXIT.library, text: `There is no library in ${data.root}.` };
    case 'LIBRARY_LOCKED':
      return { exitCode: EXIT.library, text: lockedText(data as unknown as Holder) };
    case 'OTHER_LIBRARY':
      return { exitCode: EXIT.library, text: OTHER_LIBRARY_TEXT };
    case 'PAYLOAD_TOO_LARGE':
      return {
        exitCode: EXIT.usage,
        text: 'This is too much for one call to the program that holds the library: name folders, or fewer files.',
      };
    case 'INTERNAL_SERVER_ERROR':
      return {
        exitCode: EXIT.library,
        text: 'A fault of Safelight kept this from being done. The log of the program that has the library open tells more.',
      };
    case 'LIBRARY_UNUSABLE':
      return {
        exitCode: EXIT.library,
        text: `The library ${data.root} cannot be used: ${UNUSABLE_TEXTS[String(data.reason)] ?? data.reason} (${data.detail}).`,
      };
    case 'NOT_ENOUGH_SPACE':
      return {
        exitCode: EXIT.library,
        text: `There is too little room on the disk of ${data.path}: ${megabytes(data.neededBytes)} needed, ${megabytes(data.freeBytes)} free. Nothing was taken in.`,
      };
    case 'PATH_UNREADABLE':
      return {
        exitCode: EXIT.usage,
        text: `${data.path} ${PATH_TEXTS[String(data.reason)] ?? 'cannot be read'}.`,
      };
    case 'PROJECT_NAME_INVALID':
      return { exitCode: EXIT.usage, text: projectNameText(String(data.name), String(data.reason)) };
    case 'PROJECT_EXISTS':
      return { exitCode: EXIT.usage, text: `There is a project "${data.name}" already.` };
    case 'NOT_FOUND':
      // Not the thing is missing, but the call.
      if (data.kind === undefined) return { exitCode: EXIT.library, text: OTHER_VERSION_TEXT };
      return { exitCode: EXIT.usage, text: `There is no ${data.kind} ${data.id}.` };
    case 'ALREADY_FINISHED':
      return {
        exitCode: EXIT.usage,
        text: `${workName(String(data.id))} has ended already (${data.state}).`,
      };
    case 'QUEUE_FULL':
      return {
        exitCode: EXIT.library,
        text: `The queue is full (${data.queued} of ${data.limit}). Try again later.`,
      };
    case 'ALREADY_RUNNING':
      return { exitCode: EXIT.usage, text: `"${data.key}" is under way already, as task ${data.taskId}.` };
    case 'UNKNOWN_TYPE':
      return { exitCode: EXIT.usage, text: `There is no ${data.kind} of the type "${data.type}".` };
    case 'BAD_PAYLOAD':
      return { exitCode: EXIT.usage, text: `The order does not fit: ${fieldsOf(data) ?? message}` };
    case 'SETTINGS_INVALID':
      return { exitCode: EXIT.usage, text: `A setting does not fit: ${fieldsOf(data) ?? message}` };
    case 'ACTION_DISABLED':
      return { exitCode: EXIT.usage, text: `The setting ${data.setting} of this library does not allow it.` };
    case 'NOTHING_TO_DO':
      return {
        exitCode: EXIT.usage,
        text: 'There is nothing to do: nothing of it failed, is in the trash, or is to go.',
      };
    case 'BAD_REQUEST':
      return { exitCode: EXIT.usage, text: `Not understood: ${issuesOf(data) ?? message}` };
    default:
      return { exitCode: EXIT.library, text: message };
  }
}

/** Jobs have numbers, tasks have longer ids. */
const workName = (id: string): string => `${/^\d+$/.test(id) ? 'Job' : 'Task'} ${id}`;

export const programName = (program: unknown): string => PROGRAM_NAMES[String(program)] ?? String(program);

const PROGRAM_NAMES: Record<string, string> = {
  app: 'the Safelight app',
  'safelight command line': 'the command line',
};

export function projectNameText(name: string, reason: string): string {
  return `"${shownPath(name)}" cannot be the name of a project: ${NAME_TEXTS[reason] ?? reason}.`;
}

const PATH_TEXTS: Record<string, string> = {
  missing: 'does not exist',
  no_permission: 'cannot be read',
  inside_library: 'lies in the library itself',
  not_absolute: 'is not an absolute path',
};

const NAME_TEXTS: Record<string, string> = {
  empty: 'it is empty',
  too_long: 'it is longer than 200 bytes',
  reserved: 'names like it are reserved, or begin or end with a character that some systems drop',
  separator: 'it has a slash in it',
  control_character: 'it has a control character in it',
  leaves_library: 'it leads out of the library',
  taken: 'something of this name is in the library already',
};

/** Fields of an order are named as one path already. */
function fieldsOf(data: Data): string | null {
  if (!Array.isArray(data.issues)) return null;
  return data.issues.map(({ path, message }) => `${path || 'it'}: ${message}`).join('; ');
}

/** Over HTTP a path is one text already. */
function issuesOf(data: Data): string | null {
  const issues = data.issues;
  if (!Array.isArray(issues)) return null;
  return issues
    .map(({ path = [], message }: { path?: string | unknown[]; message?: string }) => {
      return `${Array.isArray(path) ? path.join('.') : path}: ${message}`;
    })
    .join('; ');
}

function megabytes(bytes: unknown): string {
  return `${Math.ceil(Number(bytes) / 1024 / 1024).toLocaleString('en')} MB`;
}
