import { describe, expect, it } from 'vitest';
import { type ScanParams, scanParams } from '../../../src-preload/contract/batch.ts';
import {
  EMPTY_FORM,
  formOf,
  MAX_EXCLUDED,
  MAX_PATTERN,
  readForm,
} from '../../../src-renderer/features/scan/scan-form.ts';
import { scanErrorText, scanTrouble } from '../../../src-renderer/features/scan/scan-trouble.ts';

const form = { ...EMPTY_FORM, path: '/card' };
const paramsOf = (change: Partial<typeof form>) => {
  const read = readForm({ ...form, ...change });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.params;
};
const problemsOf = (change: Partial<typeof form>) => {
  const read = readForm({ ...form, ...change });
  return 'problems' in read ? read.problems : {};
};

describe('what is typed in the dialog of a scan', () => {
  it('is a scan of everything where only a folder was named', () => {
    expect(paramsOf({})).toEqual(scanParams.parse({ path: '/card' }));
  });

  it('is read line by line and number by number', () => {
    expect(
      paramsOf({
        pattern: '*.{jpg,cr3}',
        exclude: 'proofs\n\n  \n*sample*\n',
        minSizeMb: ' 0,5 ',
        maxAgeDays: '30',
        recursive: false,
        matchCase: true,
        action: 'import',
        projectId: 7,
        priority: 'high',
      }),
    ).toEqual({
      path: '/card',
      recursive: false,
      pattern: '*.{jpg,cr3}',
      ignoreCase: false,
      filters: { minSizeMb: 0.5, maxAgeDays: 30, excludePatterns: ['proofs', '*sample*'] },
      action: 'import',
      hash: false,
      projectId: 7,
      priority: 'high',
    });
  });

  it('leaves out what the chosen action has no use for', () => {
    expect(paramsOf({ action: 'verify', projectId: 7, hash: true })).toMatchObject({ hash: false });
    expect(paramsOf({ action: 'verify', projectId: 7 })).not.toHaveProperty('projectId');
  });

  it.each([
    [{ path: '  ' }, 'path'],
    [{ minSizeMb: 'large' }, 'minSizeMb'],
    [{ minSizeMb: '-1' }, 'minSizeMb'],
    [{ maxAgeDays: '1e3' }, 'maxAgeDays'],
    [{ action: 'import' as const }, 'projectId'],
    [{ pattern: 'x'.repeat(MAX_PATTERN + 1) }, 'pattern'],
    [{ exclude: 'x'.repeat(MAX_PATTERN + 1) }, 'exclude'],
    [{ exclude: 'x\n'.repeat(MAX_EXCLUDED + 1) }, 'exclude'],
  ])('%o is wrong at the field %s', (change, field) => {
    expect(Object.keys(problemsOf(change))).toEqual([field]);
  });

  it('has the limits that the contract has', () => {
    const fits = (change: object) => scanParams.safeParse({ path: '/card', ...change }).success;
    expect(fits({ pattern: 'x'.repeat(MAX_PATTERN) })).toBe(true);
    expect(fits({ pattern: 'x'.repeat(MAX_PATTERN + 1) })).toBe(false);
    expect(fits({ filters: { excludePatterns: Array(MAX_EXCLUDED).fill('x') } })).toBe(true);
    expect(fits({ filters: { excludePatterns: Array(MAX_EXCLUDED + 1).fill('x') } })).toBe(false);
  });

  it('comes back as it was from what was saved', () => {
    const params: ScanParams = scanParams.parse({
      path: '/card',
      pattern: '2026/**/*.jpg',
      filters: { minSizeMb: 1.5, excludePatterns: ['a', 'b'] },
      action: 'import',
      projectId: 3,
      priority: 'low',
    });
    expect(readForm(formOf(params))).toEqual({ params });
  });
});

const refusal = (code: string, data: object) => Object.assign(new Error(code), { code, data });

describe('what the engine refuses', () => {
  it.each([
    ['PATH_UNREADABLE', { path: '/card', reason: 'missing' }, 'path', /no such folder/],
    ['PATH_UNREADABLE', { path: '/card', reason: 'no_permission' }, 'path', /may not read/],
    ['PATH_UNREADABLE', { path: '/card', reason: 'inside_library' }, 'path', /inside the library/],
    ['PATH_UNREADABLE', { path: 'card', reason: 'not_absolute' }, 'path', /whole path/],
    ['ALREADY_RUNNING', { key: 'k', taskId: 't' }, 'path', /being scanned already/],
    ['ACTION_DISABLED', { setting: 'sync.allowManualWrite' }, 'action', /sync\.allowManualWrite/],
    ['NOT_FOUND', { kind: 'project', id: '7' }, 'projectId', /gone/],
    [
      'BAD_PAYLOAD',
      { issues: [{ path: 'path', message: 'is not a folder' }] },
      'path',
      /^This path is not a folder\.$/,
    ],
    [
      'BAD_PAYLOAD',
      { issues: [{ path: 'pattern', message: 'is empty' }] },
      'pattern',
      /^This pattern is empty\.$/,
    ],
    [
      'BAD_PAYLOAD',
      { issues: [{ path: 'filters.excludePatterns.1', message: 'has a [ without its ]' }] },
      'exclude',
      /^“\[b” has a \[ without its \]\.$/,
    ],
    ['BAD_REQUEST', { issues: [{ path: ['schedule'], message: 'Too big' }] }, 'schedule', /Too big/],
  ] as const)('%s %o is told of at the field %s', (code, data, field, words) => {
    const trouble = scanTrouble(refusal(code, data), { ...form, exclude: 'a\n\n[b' });
    expect(trouble.general).toBeNull();
    expect(Object.keys(trouble.fields)).toEqual([field]);
    expect(trouble.fields[field]).toMatch(words);
  });

  it('names the scan that is under way, so that it can be shown', () => {
    expect(scanTrouble(refusal('ALREADY_RUNNING', { key: 'k', taskId: 't1' }), form).runningTask).toBe('t1');
  });

  it('is told of as a whole where no field is to blame', () => {
    const trouble = scanTrouble(refusal('QUEUE_FULL', { limit: 10, queued: 10 }), form);
    expect(trouble).toMatchObject({ fields: {}, general: { title: 'The queue is full' } });
    expect(scanTrouble(new Error('port closed'), form).general?.title).toBeTruthy();
  });

  it('says of a saved scan what cannot be scanned, and not what cannot be imported', () => {
    expect(scanErrorText(refusal('PATH_UNREADABLE', { path: '/card', reason: 'missing' }))).toEqual({
      title: '/card cannot be scanned',
      body: 'There is no such folder. Is its drive connected?',
    });
  });
});
