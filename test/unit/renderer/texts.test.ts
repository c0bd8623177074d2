import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { MAX_IDS_PER_CALL } from '../../../src-preload/contract/common.ts';
import {
  commonErrors,
  jobErrors,
  libraryErrors,
  projectErrors,
  uploadErrors,
} from '../../../src-preload/contract/errors.ts';
import { settingsContract } from '../../../src-preload/contract/settings.ts';
import { itemState, jobState, lane, stepState, taskState } from '../../../src-preload/contract/states.ts';
import { fileOutcome, MAX_PATHS_PER_UPLOAD } from '../../../src-preload/contract/upload.ts';
import { TASK_FILTERS } from '../../../src-renderer/app/view.ts';
import { MAX_PHOTOS } from '../../../src-renderer/features/derivatives/max-photos.ts';
import { MAX_PATHS } from '../../../src-renderer/features/upload/upload-limits.ts';
import { ERRORS, errorText } from '../../../src-renderer/lib/texts/errors.ts';
import { photoLabel } from '../../../src-renderer/lib/texts/photos.ts';
import { failureText, PROBLEMS, problemText } from '../../../src-renderer/lib/texts/problems.ts';
import {
  NAME_REASONS,
  UNREADABLE_REASONS,
  UNUSABLE_REASONS,
} from '../../../src-renderer/lib/texts/reasons.ts';
import {
  countsText,
  FILTER_LABELS,
  ITEM_STATES,
  JOB_STATES,
  LANES,
  OUTCOMES,
  STEP_STATES,
  TASK_STATES,
  taskStateText,
} from '../../../src-renderer/lib/texts/states.ts';
import { aPhoto, aTask } from './fixtures.ts';

/** The source of main, to find the codes that it can give. */
const mainFiles = import.meta.glob<string>(['../../../src-main/**/*.ts', '!../../../src-main/cli/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Codes that never reach a file or an item: the API turns them into errors of the contract. */
const TRANSLATED_BY_THE_API = new Set([
  'analysis_missing',
  'config_invalid',
  // Zod's own word for an issue.
  'custom',
  'job_missing',
  'library_conflict_copy',
  'library_damaged',
  'library_locked',
  'library_missing',
  'library_newer',
  'library_no_locking',
  'no_library',
  'not_a_directory',
  'not_enough_space',
  'not_writable',
  'photo_missing',
  'project_exists',
  'project_missing',
  'project_name_invalid',
  'recipe_missing',
  'task_definitions_invalid',
  'task_ended',
  'task_missing',
]);

function codesInMain(): string[] {
  const codes = new Set<string>();
  for (const text of Object.values(mainFiles)) {
    for (const match of text.matchAll(/AppError\(\s*'([a-z_]+)'|(?:code|errorCode): '([a-z_]+)'/g))
      codes.add(match[1] ?? match[2] ?? '');
  }
  return [...codes].filter((code) => !TRANSLATED_BY_THE_API.has(code)).sort();
}

const reasons = (schema: z.ZodObject<{ reason: z.ZodEnum }>) => schema.shape.reason.options as string[];

describe('texts for people', () => {
  it('has a sentence for every error of the contract', () => {
    const codes = [commonErrors, libraryErrors, projectErrors, uploadErrors, jobErrors].flatMap(Object.keys);
    codes.push(...Object.keys(settingsContract.update['~orpc'].errorMap));
    expect(codes).toContain('SETTINGS_INVALID');
    expect(codes.filter((code) => !(code in ERRORS))).toEqual([]);
  });

  it('has a sentence for every reason that these errors carry', () => {
    expect(Object.keys(UNUSABLE_REASONS).sort()).toEqual(reasons(libraryErrors.LIBRARY_UNUSABLE.data).sort());
    expect(Object.keys(NAME_REASONS).sort()).toEqual(reasons(projectErrors.PROJECT_NAME_INVALID.data).sort());
    expect(Object.keys(UNREADABLE_REASONS).sort()).toEqual(reasons(uploadErrors.PATH_UNREADABLE.data).sort());
  });

  it('has a sentence for every code that main can give to a file', () => {
    const codes = codesInMain();
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !(code in PROBLEMS))).toEqual([]);
  });

  it('writes every sentence as a sentence and every badge without a full stop', () => {
    for (const { short, sentence } of Object.values(PROBLEMS)) {
      expect(sentence).toMatch(/^[A-Z].*[.?]$/);
      expect(short).not.toMatch(/\.$/);
    }
  });

  it('names a code that it does not know', () => {
    expect(problemText({ code: 'flux_capacitor' }).sentence).toContain('flux capacitor');
    expect(errorText({ code: 'TEAPOT', data: null }).body).toContain('TEAPOT');
    expect(errorText(undefined).title).not.toBe('');
  });

  it.each<[string, unknown, RegExp]>([
    [
      'BAD_PAYLOAD',
      { issues: [{ path: 'path', message: 'Required.' }] },
      /^“path”: Required\. Nothing was begun\.$/,
    ],
    ['BAD_PAYLOAD', { issues: [{ path: '', message: 'Not an order' }] }, /^Not an order\. /],
    ['BAD_PAYLOAD', { issues: null }, /Nothing was begun/],
    [
      'SETTINGS_INVALID',
      {
        issues: [
          { path: 'jobs.a', message: 'too big' },
          { path: 'b', message: 'odd' },
        ],
      },
      /“jobs\.a”: too big\. “b”: odd\./,
    ],
    ['ACTION_DISABLED', { setting: 'sync.allowManualWrite' }, /“sync\.allowManualWrite”/],
    ['UNKNOWN_TYPE', { kind: 'task', type: 'teleport' }, /“teleport”/],
    ['ALREADY_RUNNING', { key: 'path:/a', taskId: 'x' }, /under way|running or waiting/],
    ['ALREADY_FINISHED', { id: 'x', state: 'canceled' }, /canceled/],
    ['NOTHING_TO_DO', undefined, /done already/],
  ])('says of %s what does not fit: %o', (code, data, text) => {
    expect(errorText({ code, data }).body.trim()).toMatch(text);
  });

  it('says who holds a library', () => {
    const data = {
      root: '/l',
      pid: 4711,
      host: 'studio',
      program: 'Safelight',
      sinceMs: Date.now() - 600_000,
    };
    expect(errorText({ code: 'LIBRARY_LOCKED', data }).body).toMatch(
      /Safelight \(process 4711 on studio\).*10 min ago/,
    );
  });

  it('has a word for every state and outcome', () => {
    expect(Object.keys(TASK_STATES)).toEqual(taskState.options);
    expect(Object.keys(JOB_STATES)).toEqual(jobState.options);
    expect(Object.keys(ITEM_STATES)).toEqual(itemState.options);
    expect(Object.keys(OUTCOMES)).toEqual(fileOutcome.options);
    expect(Object.keys(STEP_STATES)).toEqual(stepState.options);
    expect(Object.keys(LANES)).toEqual(lane.options);
    expect(Object.keys(FILTER_LABELS)).toEqual([...TASK_FILTERS]);
  });

  it('shares the limits of a call with the contract', () => {
    expect(MAX_PATHS).toBe(MAX_PATHS_PER_UPLOAD);
    expect(MAX_PHOTOS).toBe(MAX_IDS_PER_CALL);
  });

  it('promises no picture where there is none', () => {
    expect(problemText({ code: 'truncated' }).sentence).toMatch(/the end of the picture is missing/);
    expect(failureText({ code: 'truncated' }).sentence).not.toMatch(/end of the picture/);
    expect(failureText({ code: 'video' })).toEqual(problemText({ code: 'video' }));
  });
});

describe('what a row of the tasks panel says', () => {
  it('is honest about a cancel that is not over', () => {
    expect(taskStateText(aTask({ cancelRequestedAt: 5 }))).toBe('Canceling…');
    expect(taskStateText(aTask({ cancelRequestedAt: 5, state: 'canceled' }))).toBe('Canceled');
  });

  it('does not call running what is held back, or waits between two jobs', () => {
    expect(taskStateText(aTask({ paused: { by: 'person', at: 1 } }))).toBe('Pausing…');
    expect(taskStateText(aTask({ waitingFor: { reason: 'all_paused' } }))).toBe('Waiting');
    expect(taskStateText(aTask())).toBe('Running');
  });

  it('does not call a task failed of which most is done', () => {
    const progress = { total: 120, processed: 120, succeeded: 119, skipped: 0, failed: 1 };
    expect(taskStateText(aTask({ state: 'failed', progress }))).toBe('Finished with failures');
    expect(taskStateText(aTask({ state: 'failed', progress: { ...progress, succeeded: 0 } }))).toBe('Failed');
    expect(countsText(progress)).toBe('119 done · 1 failed');
  });
});

describe('what a screen reader says of a photo', () => {
  it('names the photo, its formats and why there is no picture', () => {
    const photo = aPhoto(1, {
      rawAvailable: true,
      thumbnail: { ...aPhoto(1).thumbnail, status: 'failed', reason: { code: 'truncated' } },
    });
    expect(photoLabel(photo)).toBe(
      'IMG_1001, RAW and JPEG, thumbnail failed: the file is cut short: too little of it is there to show a picture',
    );
  });
});
