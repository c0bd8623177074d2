import { shownPath } from '../../lib/format/path.ts';
import { type ErrorText, errorText, toFailure } from '../../lib/texts/errors.ts';
import { excludedLines, type FieldProblems, type ScanField, type ScanForm } from './scan-form.ts';

/** Why a scan cannot be begun: at the fields that are to blame, or as a whole. */
export interface ScanTrouble {
  fields: FieldProblems;
  general: ErrorText | null;
  /** The task that scans this folder already. */
  runningTask: string | null;
}

export const NO_TROUBLE: ScanTrouble = { fields: {}, general: null, runningTask: null };

const PATH_REASONS: Record<string, string> = {
  missing: 'There is no such folder. Is its drive connected?',
  no_permission: 'Safelight may not read this folder. Check its permissions.',
  inside_library: 'This lies inside the library, so its photos are here already.',
  not_absolute: 'Type the whole path, from its beginning.',
  io_error: 'The disk reported an error while reading this folder.',
};

/** The field of the dialog that a field of the contract is typed in. */
const FIELDS: Record<string, ScanField> = {
  path: 'path',
  pattern: 'pattern',
  projectId: 'projectId',
  action: 'action',
  schedule: 'schedule',
  name: 'name',
  'filters.minSizeMb': 'minSizeMb',
  'filters.maxAgeDays': 'maxAgeDays',
};

/** What a refused call says, brought to where it was typed. */
export function scanTrouble(error: unknown, form: ScanForm): ScanTrouble {
  const { code, data } = toFailure(error);
  const at = (fields: FieldProblems): ScanTrouble => ({ ...NO_TROUBLE, fields });
  switch (code) {
    case 'PATH_UNREADABLE':
      return at({ path: pathReason(data.reason) });
    case 'ALREADY_RUNNING':
      return {
        ...at({ path: 'This folder is being scanned already.' }),
        runningTask: typeof data.taskId === 'string' ? data.taskId : null,
      };
    case 'ACTION_DISABLED':
      return at({ action: errorText(error).body });
    case 'NOT_FOUND':
      return data.kind === 'project'
        ? at({ projectId: 'This project is gone. Choose another one.' })
        : { ...NO_TROUBLE, general: errorText(error) };
    case 'BAD_PAYLOAD':
    case 'BAD_REQUEST': {
      const fields = fieldsOf(data.issues, form);
      return Object.keys(fields).length > 0 ? at(fields) : { ...NO_TROUBLE, general: errorText(error) };
    }
    default:
      return { ...NO_TROUBLE, general: errorText(error) };
  }
}

/** The same as one message, where there are no fields: of a saved scan that is run. */
export function scanErrorText(error: unknown): ErrorText {
  const { code, data } = toFailure(error);
  if (code === 'PATH_UNREADABLE')
    return { title: `${shownPath(String(data.path))} cannot be scanned`, body: pathReason(data.reason) };
  if (code === 'ALREADY_RUNNING')
    return { title: 'This folder is being scanned already', body: 'That scan is in the tasks panel.' };
  return errorText(error);
}

const pathReason = (reason: unknown): string =>
  PATH_REASONS[String(reason)] ?? 'This folder could not be opened.';

/** The first thing that is wrong with each field. */
function fieldsOf(issues: unknown, form: ScanForm): FieldProblems {
  const fields: FieldProblems = {};
  if (!Array.isArray(issues)) return fields;
  for (const issue of issues as { path?: unknown; message?: unknown }[]) {
    const path = Array.isArray(issue.path) ? issue.path.join('.') : String(issue.path ?? '');
    const said = String(issue.message ?? 'does not fit').replace(/\.$/, '');
    const excluded = /^filters\.excludePatterns\.(\d+)$/.exec(path)?.[1];
    if (excluded !== undefined) {
      fields.exclude ??= `“${excludedLines(form.exclude)[Number(excluded)] ?? ''}” ${said}.`;
      continue;
    }
    const field = FIELDS[path];
    if (field !== undefined) fields[field] ??= `${SUBJECTS[field] ?? 'This'} ${said}.`;
  }
  return fields;
}

const SUBJECTS: Partial<Record<ScanField, string>> = {
  path: 'This path',
  pattern: 'This pattern',
  projectId: 'A project',
  schedule: 'This',
};
