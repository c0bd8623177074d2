import { describe, expect, it } from 'vitest';
import {
  type Recipe,
  recipeInput,
  type ScannedFile,
  type ScanResult,
  scanAction,
  scanParams,
  scanPriority,
} from '../../../src-preload/contract/batch.ts';
import { recipeFile, recipeFileName, recipeOfFile } from '../../../src-renderer/features/scan/recipe-file.ts';
import { tagOf, tagText } from '../../../src-renderer/lib/format/tags.ts';
import {
  dryRunText,
  filtersText,
  leftOutReasons,
  lookedAtText,
  resultReason,
  resultText,
  SCAN_ACTIONS,
  SCAN_PRIORITIES,
  scanText,
  wouldText,
} from '../../../src-renderer/lib/texts/scan.ts';
import { SCHEDULES, scheduleText } from '../../../src-renderer/lib/texts/schedule.ts';

const file = (change: Partial<ScannedFile> = {}): ScannedFile => ({
  path: '/card/a.jpg',
  bytes: 2_400_000,
  modifiedAt: 0,
  action: 'import',
  photoId: null,
  problem: null,
  ...change,
});
const result = (change: Partial<ScanResult> = {}): ScanResult => ({
  ...file(),
  state: 'done',
  format: 'jpeg',
  sha256: null,
  durationMs: 3,
  ...change,
});

it('every action and priority of the contract has its words', () => {
  expect(Object.keys(SCAN_ACTIONS)).toEqual(scanAction.options);
  expect(Object.keys(SCAN_PRIORITIES)).toEqual(scanPriority.options);
});

describe('what was looked at', () => {
  it.each([
    [{ looked: 0, matched: 0, bytes: 0 }, false, 'Looked at 0 files: none matches.'],
    [{ looked: 1, matched: 1, bytes: 12 }, false, 'Looked at 1 file: 1 matches, 12 bytes.'],
    [{ looked: 1240, matched: 118, bytes: 1.2e9 }, false, 'Looked at 1,240 files: 118 match, 1.2 GB.'],
    [{ looked: 0, matched: 0, bytes: null }, true, 'Nothing is looked at yet.'],
    [{ looked: 1240, matched: 118, bytes: null }, true, 'Looked at 1,240 files so far: 118 match.'],
  ])('%o', (seen, goesOn, text) => {
    expect(lookedAtText(seen, goesOn)).toBe(text);
  });

  it('is told with the reasons for what is left out, the most frequent first', () => {
    const reasons = leftOutReasons([
      file(),
      file({ action: null, problem: { code: 'link' } }),
      file({ action: null, problem: { code: 'not_in_library' } }),
      file({ action: null, problem: { code: 'not_in_library' } }),
    ]);
    expect(reasons.map(({ code, files }) => [code, files])).toEqual([
      ['not_in_library', 2],
      ['link', 1],
    ]);
    expect(reasons.every(({ text }) => text.endsWith('.'))).toBe(true);
  });
});

describe('a file', () => {
  it('says what it would get, or that it is left out', () => {
    expect(wouldText(file())).toBe('2.4 MB · Would be imported');
    expect(wouldText(file({ action: null, bytes: null, problem: { code: 'link' } }))).toBe('Left out');
    // A dry run that goes on has found more than it has come to: those are not left out.
    expect(wouldText({ ...file({ action: null }), state: 'pending' })).toBe('2.4 MB · Waiting');
    expect(wouldText({ ...file({ action: null }), state: 'skipped' })).toBe('2.4 MB · Left out');
  });

  it('says what became of it', () => {
    expect(resultText(result({ action: 'index' }), false)).toBe('JPEG · 2.4 MB · Listed');
    expect(resultText(result({ action: 'index', format: null }), true)).toBe('2.4 MB · Would be listed');
    expect(resultText(result({ state: 'pending', action: null, format: null }), false)).toBe(
      '2.4 MB · Waiting',
    );
    expect(resultText(result({ state: 'skipped', action: null, bytes: null, format: null }), false)).toBe(
      'Skipped',
    );
    expect(resultText(result({ action: 'index', format: 'empty', bytes: 0 }), false)).toBe(
      'Empty · 0 bytes · Listed',
    );
  });

  it('says why not, or its hash', () => {
    expect(resultReason(result())).toBeNull();
    expect(resultReason(result({ sha256: 'ab12' }))).toBe('SHA-256 ab12');
    expect(resultReason(result({ state: 'skipped', problem: { code: 'link' } }))).toContain(
      'links are not followed',
    );
  });
});

describe('a scan in one line', () => {
  const params = (change: object) => scanParams.parse({ path: '/card', ...change });
  it('says what it does, and where', () => {
    expect(scanText(params({}), null)).toBe('List all files in /card');
    expect(scanText(params({ pattern: '*.jpg', recursive: false, action: 'verify' }), null)).toBe(
      'Verify *.jpg in /card (not in subfolders)',
    );
    const importing = params({ action: 'import', projectId: 7 });
    expect(scanText(importing, 'Studio')).toBe('Import all files in /card into “Studio”');
    expect(scanText(importing, null)).toContain('a project that is gone');
  });

  it('says what narrows it', () => {
    expect(filtersText(params({}))).toBe('');
    const filters = { minSizeMb: 0.5, maxAgeDays: 1, excludePatterns: ['proofs', '*a*'] };
    expect(filtersText(params({ filters, ignoreCase: false }))).toBe(
      'at least 0.5 MB · of the last day · without proofs, *a* · capital letters count',
    );
  });

  it('that only looked says so at its end', () => {
    const progress = { total: 3, processed: 3, succeeded: 2, skipped: 1, failed: 0 };
    expect(dryRunText(progress)).toEqual({
      title: 'Dry run: 3 files match',
      description: 'Nothing was changed.',
    });
  });
});

describe('times at which a scan runs', () => {
  it.each([
    [null, 'Only when asked to'],
    ['0 * * * *', 'Every hour'],
    ['0  3 * * *', 'Every night at 3:00'],
    ['0 3 * * 1', 'Every week, on Monday at 3:00'],
    ['30 18 * * 5', 'Every Friday at 18:30'],
    ['0 0 * * 7', 'Every Sunday at 0:00'],
    ['5 6 * * *', 'Every day at 6:05'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['20 * * * *', 'Every hour, 20 minutes past'],
    // What is not known to be plain is said as it was written, and never wrongly.
    ['*/7 * * * *', 'By the clock: */7 * * * *'],
    ['0 3 1 * *', 'By the clock: 0 3 1 * *'],
    ['0 3 * * 1-5', 'By the clock: 0 3 * * 1-5'],
    ['0 */2 * * *', 'By the clock: 0 */2 * * *'],
    ['0 3 * * 9', 'By the clock: 0 3 * * 9'],
    ['nonsense', 'By the clock: nonsense'],
  ])('%j', (cron, text) => {
    expect(scheduleText(cron)).toBe(text);
  });

  it('that are offered say themselves what they are', () => {
    expect(SCHEDULES.map(({ cron }) => scheduleText(cron))).toEqual(SCHEDULES.map(({ label }) => label));
  });
});

describe('a saved scan as a file', () => {
  const recipe: Recipe = {
    ...recipeInput.parse({
      name: 'Neu: Übung/1',
      path: '/card',
      action: 'import',
      projectId: 7,
      schedule: '0 3 * * *',
    }),
    id: 4,
    createdAt: 1,
    updatedAt: 2,
  };
  const studio = [{ id: 7, name: 'Studio' }];

  it('names its project as people do, and nothing that is of this library alone', () => {
    const held = JSON.parse(recipeFile(recipe, studio)) as Record<string, unknown>;
    expect(held).toMatchObject({
      name: 'Neu: Übung/1',
      path: '/card',
      project: 'Studio',
      schedule: '0 3 * * *',
    });
    for (const key of ['id', 'projectId', 'createdAt', 'updatedAt']) expect(held).not.toHaveProperty(key);
    expect(recipeFileName(recipe)).toBe('neu-übung-1.json');
    expect(recipeFileName({ name: '///' })).toBe('scan.json');
  });

  it('is taken in another library, where its project has another number', () => {
    const read = recipeOfFile(recipeFile(recipe, studio), [{ id: 99, name: 'Studio' }]);
    expect(read).toEqual({ recipe: recipeInput.parse({ ...recipeInputOf(recipe), projectId: 99 }) });
  });

  it('is refused with the reason where it is none, or its project is not there', () => {
    expect(recipeOfFile('no json', [])).toEqual({ problem: expect.stringContaining('no saved scan') });
    expect(recipeOfFile('[1]', [])).toEqual({ problem: expect.stringContaining('no saved scan') });
    expect(recipeOfFile(recipeFile(recipe, studio), [])).toEqual({
      problem: expect.stringContaining('“Studio”'),
    });
  });
});

function recipeInputOf({ id: _id, createdAt: _made, updatedAt: _changed, ...input }: Recipe) {
  return input;
}

it('a tag inside others is shown as a path, and typed as a path or as it is stored', () => {
  expect(tagText('places|iceland')).toBe('places › iceland');
  expect(['places › iceland', 'places|iceland', ' places ›› iceland ›'].map(tagOf)).toEqual(
    Array(3).fill('places|iceland'),
  );
});
