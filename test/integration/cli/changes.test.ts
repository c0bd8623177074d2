import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ImportDocument, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

interface Shown {
  id: number;
  name: string;
  keepJpg: boolean;
  keepRaw: boolean;
  pending: boolean;
  rating: number;
  tags: string[];
}
interface PlanDocument {
  totals: { photos: number; files: number };
  lines: { path: string; action: string; target: string | null }[];
}

const folder = await temporaryFolder('cli-changes');
const library = join(folder, 'library');
let photos: Shown[] = [];

beforeAll(async () => {
  const card = join(folder, 'card');
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 2, { size: 'tiny' });
  await runJson(['import', library, '--project', 'Trip', card]);
  photos = (await runJson<Shown[]>(['photos', library])).json;
});

const pair = () => String(photos.find(({ name }) => name === 'PAIR')?.id);
const trip = async () =>
  (await hashTree(join(library, 'Trip'))).filter(({ path }) => !path.includes('.trash'));

test('from the first key to the last regret: keep, rate, tag, plan, commit, list, undo', async () => {
  const before = await trip();
  expect((await runJson<Shown[]>(['rate', library, '5', '--photo', pair()])).json).toMatchObject([
    { rating: 5 },
  ]);
  expect(
    (await runJson<Shown[]>(['tag', library, '--photo', pair(), '--add', 'sea,birds'])).json,
  ).toMatchObject([{ tags: ['birds', 'sea'] }]);
  const kept = await runJson<Shown[]>(['keep', library, '--photo', pair(), '--jpg', 'off', '--raw', 'off']);
  expect(kept.json).toMatchObject([{ keepJpg: false, keepRaw: false, pending: true }]);

  const plan = await runJson<PlanDocument>(['commit', library, '--dry-run']);
  expect([plan.code, plan.json.totals]).toMatchObject([0, { photos: 1, files: 2 }]);
  expect(plan.json.lines.map(({ path, action }) => [path, action])).toEqual([
    [join(library, 'Trip', 'PAIR.DNG'), 'trash'],
    [join(library, 'Trip', 'PAIR.JPG'), 'trash'],
  ]);
  expect(await trip()).toEqual(before);

  const commit = await runJson<ImportDocument>(['commit', library]);
  expect(commit).toMatchObject({
    code: 0,
    json: { state: 'completed', counts: { total: 1, succeeded: 1, failed: 0 } },
  });
  expect((await readdir(join(library, 'Trip'))).filter((name) => name.startsWith('PAIR'))).toEqual([]);
  const trash = await runJson<{ photoId: number; files: unknown[] }[]>(['trash', library]);
  expect(trash.json).toMatchObject([{ photoId: Number(pair()) }]);
  expect((await runJson<{ taskId: string }[]>(['trash', library, 'undoable'])).json).toMatchObject([
    { taskId: commit.json.taskId, kind: 'commit' },
  ]);

  const undo = await runJson<ImportDocument>(['undo', library, commit.json.taskId]);
  expect(undo).toMatchObject({ code: 0, json: { state: 'completed', counts: { succeeded: 1 } } });
  expect(await trip()).toEqual(before);
  expect(
    (await runJson<Shown[]>(['photos', library])).json.find(({ name }) => name === 'PAIR'),
  ).toMatchObject({
    rating: 5,
    tags: ['birds', 'sea'],
    keepJpg: false,
    pending: true,
  });
  expect((await runJson<{ photos: number }>(['revert', library])).json).toEqual({ photos: 1 });
});

test('one photo is restored from the trash, another purged, and what is purged is gone', async () => {
  const [first, second] = photos.filter(({ name }) => name !== 'PAIR').map(({ id }) => String(id));
  await runJson(['keep', library, '--photo', first ?? '', second ?? '', '--jpg', 'off', '--raw', 'off']);
  await runJson(['commit', library, '--project', 'Trip']);
  expect(
    (await runJson<ImportDocument>(['trash', library, 'restore', '--photo', first ?? ''])).json.state,
  ).toBe('completed');
  expect(
    (await runJson<PlanDocument>(['trash', library, 'purge', '--all', '--dry-run'])).json.lines,
  ).toMatchObject([{ action: 'purge', target: null }]);
  expect((await runJson<ImportDocument>(['trash', library, 'purge', '--all'])).json.counts.succeeded).toBe(1);
  expect((await runJson<unknown[]>(['trash', library])).json).toEqual([]);
  expect((await runJson<Shown[]>(['photos', library])).json).toHaveLength(photos.length - 1);
});

test('maintenance and a full verification run to their end', async () => {
  expect(await runJson<ImportDocument>(['maintain', library])).toMatchObject({
    code: 0,
    json: { state: 'completed' },
  });
  const verified = await runJson<ImportDocument>(['verify', library]);
  expect(verified).toMatchObject({ code: 0, json: { state: 'completed', counts: { failed: 0 } } });
  expect(verified.json.counts.total).toBeGreaterThan(0);
});

test('photos are described, and found again by what was decided about them', async () => {
  const order = ['--title', 'North', '--caption', 'Two\nlines', '--add-people', 'Ann, Björk'];
  const where = ['--place', '64.14,-21.94', '--taken', '2026-06-01T10:00:00+02:00', '--shift', '-3600'];
  const described = await runJson<unknown[]>(['describe', library, '--photo', pair(), ...order, ...where]);
  expect(described.json).toMatchObject([
    {
      title: 'North',
      caption: 'Two\nlines',
      people: ['Ann', 'Björk'],
      latitude: 64.14,
      longitude: -21.94,
      takenAt: '2026-06-01T09:00:00',
      takenOffsetMinutes: 120,
      unwritten: true,
    },
  ]);
  const found = async (...filter: string[]) =>
    (await runJson<Shown[]>(['photos', library, ...filter])).json.map(({ name }) => name);
  expect(await found('--unwritten')).toEqual(['PAIR']);
  expect(await found('--from', '2026-06-01', '--to', '2026-06-01')).toEqual(['PAIR']);
  expect(await found('--tag', 'sea', 'birds', '--rating-min', '5')).toEqual(['PAIR']);
  expect(await found('--has', 'jpg_only', '--keep', 'kept')).toHaveLength(1);
  const cleared = await runJson<unknown[]>([
    'describe',
    library,
    '--photo',
    pair(),
    '--title',
    '',
    '--place',
    '',
  ]);
  expect(cleared.json).toMatchObject([{ title: null, latitude: null }]);
});

describe('a wrong call is told in one sentence, with exit code 2, and changes nothing', () => {
  test.each([
    ['a number that is no photo', ['keep', '--photo', '9999', '--jpg', 'off'], /no photo 9999/],
    ['a word for a number', ['keep', '--photo', 'one', '--jpg', 'off'], /not the number of a photo/],
    ['neither half', ['keep', '--photo', '1'], /--jpg, --raw/],
    ['on or off', ['keep', '--photo', '1', '--jpg', 'maybe'], /"on" or "off"/],
    ['too many stars', ['rate', '6', '--photo', '1'], /stars/],
    ['no tag', ['tag', '--photo', '1'], /--add, --remove/],
    ['nothing to describe', ['describe', '--photo', '1'], /at least one/],
    ['half a place', ['describe', '--photo', '1', '--place', '64.1'], /--place does not fit/],
    ['no time', ['describe', '--photo', '1', '--taken', 'noon'], /--taken does not fit/],
    ['an unknown half', ['photos', '--has', 'film'], /--has does not fit/],
    ['a day that is none', ['photos', '--from', '2026-02-30'], /--from does not fit/],
    ['nothing to commit', ['commit'], /nothing to do/i],
    ['a project that is not there', ['commit', '--project', 'No'], /no project "No"/],
    ['a task that is none', ['undo', 'yesterday'], /no task/],
    ['a task that did nothing to files', ['undo', '11111111-1111-4111-8111-111111111111'], /nothing to do/i],
    ['a purge of what?', ['trash', 'purge'], /--photo, --task and --all/],
    ['two at once', ['trash', 'purge', '--all', '--photo', '1'], /--photo, --task and --all/],
    ['an unknown word', ['trash', 'burn'], /trash takes/],
    ['an unknown kind of maintenance', ['maintain', 'dusting'], /maintain takes/],
  ])('%s', async (_what, [command = '', ...rest], sentence) => {
    const before = await trip();
    const { code, stderr } = await runCli([command, library, ...rest]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
    expect(await trip()).toEqual(before);
  });
});
