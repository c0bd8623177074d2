import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startMetadata } from '../../../src-main/engine/changes/metadata.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { planOfUndo } from '../../../src-main/engine/changes/take-back.ts';
import { photoRows } from '../../fixtures/engine/library-with-photos.ts';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { readTags } from '../../fixtures/metadata/exif-tool.ts';
import { SIDECARS } from '../../fixtures/metadata/sidecars.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('metadata-write');
let number = 0;
let library: DescribedLibrary;

interface Setup {
  writeMode?: 'sidecar-only' | 'embedded-only' | 'both';
  readPreference?: 'sidecar-first' | 'embedded-first';
  /** What lies beside the pair on the card. */
  sidecars?: Record<string, string>;
  probe?: (point: string) => void;
}

/** A library with a pair (`PAIR.JPG`, `PAIR.DNG`) and two pictures. */
async function open({ sidecars = {}, probe, ...exif }: Setup = {}): Promise<void> {
  number += 1;
  const card = join(folder, `card-${number}`);
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 2, { size: 'tiny' });
  for (const [name, text] of Object.entries(sidecars)) await writeFile(join(card, name), text);
  library = await DescribedLibrary.open(join(folder, `library-${number}`), {
    config: { exif: { writeMode: 'sidecar-only', ...exif } },
    ...(probe === undefined ? {} : { probe }),
  });
  await library.import(card);
}
afterEach(() => library.close());

const files = () => hashTree(library.path(''));
/** Of the project, without its trash. */
const names = async () => (await readdir(library.path(''))).filter((name) => name !== '.trash').sort();
const changed = (before: Awaited<ReturnType<typeof files>>, after: Awaited<ReturnType<typeof files>>) =>
  after
    .filter(({ path, sha256 }) => !before.some((file) => file.path === path && file.sha256 === sha256))
    .map(({ path }) => path.slice(library.path('').length + 1))
    .filter((path) => !path.startsWith('.trash'));
const ofPair = (outcome: { items: readonly (readonly [string, string, string | null])[] }) =>
  outcome.items.find(([ref]) => ref === 'Trip/PAIR');
const done = ['Trip/PAIR', 'done', null];

test('sidecar-only: a sidecar is made, and an independent reader finds all of it there; no picture is touched', async () => {
  await open();
  const before = await files();
  library.rate('PAIR', 4);
  library.tag('PAIR', ['birds', 'places|iceland|reykjavík']);
  library.describe('PAIR', {
    title: '1.50',
    caption: ' First line\nsecond & <third> “quoted” 𝄞 &#65; ',
    people: { add: ['Ann', 'Björk'], remove: [] },
    position: { latitude: 64.145981, longitude: -21.942211 },
    takenAt: '2026-06-01T10:00:00.05+02:00',
  });
  expect(library.photo('PAIR').unwritten).toBe(true);
  const outcome = await library.write();
  expect(outcome).toMatchObject({
    state: 'completed',
    items: [['Trip/DSC_00001', 'skipped', null], ['Trip/DSC_00002', 'skipped', null], done],
  });
  expect(await readTags(library.path('PAIR.xmp'))).toMatchObject({
    'XMP-xmp:Rating': 4,
    'XMP-dc:Title': 1.5,
    'XMP-dc:Description': 'First line\nsecond & <third> “quoted” 𝄞 &#65;',
    'XMP-dc:Subject': ['birds', 'places', 'iceland', 'reykjavík'],
    'XMP-lr:HierarchicalSubject': ['places|iceland|reykjavík'],
    'XMP-iptcExt:PersonInImage': ['Ann', 'Björk'],
    'XMP-exif:GPSLatitude': 64.145981,
    'XMP-exif:GPSLongitude': -21.942211,
    'XMP-exif:DateTimeOriginal': '2026:06:01 10:00:00.05+02:00',
    'XMP-photoshop:DateCreated': '2026:06:01 10:00:00.05+02:00',
    'XMP-photoshop:SidecarForExtension': 'DNG',
  });
  expect(await names()).toEqual(['DSC_00001.JPG', 'DSC_00002.JPG', 'PAIR.DNG', 'PAIR.JPG', 'PAIR.xmp']);
  expect(changed(before, await files())).toEqual(['PAIR.xmp']);
  expect(library.photo('PAIR')).toMatchObject({ unwritten: false, title: '1.50' });
});

test('a time and a place that were added are taken away again', async () => {
  await open();
  library.describe('DSC_00001', {
    position: { latitude: 1, longitude: 2 },
    takenAt: '2026-06-01T10:00:00',
  });
  library.describe('PAIR', { position: { latitude: 1, longitude: 2 } });
  await library.write();
  const sidecar = await readTags(library.path('PAIR.xmp'));
  expect(sidecar).toMatchObject({ 'XMP-exif:GPSLatitude': 1 });
  library.describe('PAIR', { position: null });
  expect(ofPair(await library.write())).toEqual(done);
  expect(await readTags(library.path('PAIR.xmp'))).not.toHaveProperty('XMP-exif:GPSLatitude');
  expect(library.photo('PAIR')).toMatchObject({ latitude: null, unwritten: false });
});

test('what is written is read back equal: nothing is left to read or to write', async () => {
  await open({ writeMode: 'both' });
  library.rate('PAIR', -1);
  library.tag('PAIR', ['a|b', 'c']);
  library.describe('PAIR', {
    title: '007',
    takenAt: '2024-02-29T23:59:59',
    position: { latitude: 0, longitude: 0 },
  });
  await library.write();
  const before = await files();
  expect((await library.write()).items.map(([, state]) => state)).toEqual(['skipped', 'skipped', 'skipped']);
  expect((await library.read()).items.map(([, state]) => state)).toEqual(['skipped', 'skipped', 'skipped']);
  expect(await files()).toEqual(before);
});

test('embedded-only: the pictures say it, not a pixel of them changes, and nothing is made beside them', async () => {
  await open({ writeMode: 'embedded-only' });
  const before = await files();
  const pixels = async () =>
    (
      await sharp(await readFile(library.path('PAIR.JPG')))
        .raw()
        .toBuffer()
    ).toString('base64');
  const picture = await pixels();
  const preview = library.photo('PAIR').preview;
  library.rate('PAIR', 3);
  library.describe('PAIR', { caption: 'In the picture', takenAt: '2026-06-01T10:00:00+02:00' });
  expect(ofPair(await library.write())).toEqual(done);
  expect(changed(before, await files())).toEqual(['PAIR.DNG', 'PAIR.JPG']);
  expect(await names()).toEqual(['DSC_00001.JPG', 'DSC_00002.JPG', 'PAIR.DNG', 'PAIR.JPG']);
  for (const name of ['PAIR.JPG', 'PAIR.DNG']) {
    expect(await readTags(library.path(name))).toMatchObject({
      'XMP-xmp:Rating': 3,
      'XMP-dc:Description': 'In the picture',
      'ExifIFD:DateTimeOriginal': '2026:06:01 10:00:00',
      'ExifIFD:OffsetTimeOriginal': '+02:00',
    });
  }
  expect(await pixels()).toBe(picture);
  // Its thumbnail and preview show the same picture, and are not made again.
  expect(library.photo('PAIR').preview).toEqual(preview);
  const rows = selectAll<{ path: string; sha256: string; bytes: number; mtime_ms: number }>(
    library.engine.db,
    'SELECT path, sha256, bytes, mtime_ms FROM files',
  );
  for (const { path, sha256 } of await files()) {
    const row = rows.find((file) => path === library.path(file.path));
    if (row !== undefined) expect({ path, sha256 }).toEqual({ path, sha256: row.sha256 });
  }
});

test('both: pictures and sidecar say the same, also of what was written before the setting was changed', async () => {
  await open({ writeMode: 'both' });
  const before = await files();
  library.rate('PAIR', 5);
  expect(ofPair(await library.write())).toEqual(done);
  expect(changed(before, await files())).toEqual([
    'DSC_00001.xmp',
    'DSC_00002.xmp',
    'PAIR.DNG',
    'PAIR.JPG',
    'PAIR.xmp',
  ]);
  for (const name of ['PAIR.JPG', 'PAIR.DNG', 'PAIR.xmp'])
    expect(await readTags(library.path(name))).toMatchObject({ 'XMP-xmp:Rating': 5 });
});

test('a sidecar that is there is changed, whatever its name is, and all that are there are', async () => {
  await open({ sidecars: { 'PAIR.xmp': SIDECARS.lightroom, 'PAIR.DNG.xmp': SIDECARS.darktable } });
  expect(library.photo('PAIR')).toMatchObject({ rating: 2, title: 'Old title' });
  const before = await files();
  library.rate('PAIR', 1);
  expect(ofPair(await library.write())).toEqual(done);
  expect(changed(before, await files())).toEqual(['PAIR.DNG.xmp', 'PAIR.xmp']);
  for (const name of ['PAIR.xmp', 'PAIR.DNG.xmp'])
    expect(await readTags(library.path(name))).toMatchObject({ 'XMP-xmp:Rating': 1 });
});

test('a new sidecar is called as the others of the project are', async () => {
  await open({ sidecars: { 'PAIR.DNG.xmp': SIDECARS.darktable } });
  library.rate('DSC_00001', 3);
  await library.write();
  expect(await names()).toContain('DSC_00001.JPG.xmp');
});

test('what is taken away here goes there, although the picture still says it', async () => {
  await open({ writeMode: 'embedded-only' });
  library.describe('PAIR', { title: 'In the picture' });
  library.tag('PAIR', ['picture']);
  await library.write();
  await library.close();
  library = await DescribedLibrary.open(library.root);
  library.describe('PAIR', { title: null });
  library.tag('PAIR', [], ['picture']);
  expect(ofPair(await library.write())).toEqual(done);
  expect(library.photo('PAIR')).toMatchObject({ title: null, tags: [], unwritten: false });
  // And it does not come back.
  expect(ofPair(await library.read())).toEqual(['Trip/PAIR', 'skipped', null]);
  expect(library.photo('PAIR')).toMatchObject({ title: null, tags: [] });
});

test('where another file counts first by the settings and is not written, it is told, and nothing is written', async () => {
  await open({ writeMode: 'embedded-only' });
  library.rate('PAIR', 2);
  await library.write();
  await library.close();
  library = await DescribedLibrary.open(library.root, {
    config: { exif: { writeMode: 'sidecar-only', readPreference: 'embedded-first' } },
  });
  const before = await files();
  library.rate('PAIR', 5);
  expect(ofPair(await library.write())).toEqual(['Trip/PAIR', 'failed', 'metadata_outranked rating']);
  expect(await files()).toEqual(before);
  expect(library.photo('PAIR').unwritten).toBe(true);
});

test('a field that was changed on both sides is left on both, and told; the others are written', async () => {
  await open({ sidecars: { 'PAIR.xmp': SIDECARS.captureOne } });
  library.describe('PAIR', { title: 'From here' });
  library.rate('PAIR', 4);
  await writeFile(
    library.path('PAIR.xmp'),
    SIDECARS.captureOne.replace('Old title', 'From there').replace('Never ours', 'Still not'),
  );
  expect(ofPair(await library.write())).toEqual(['Trip/PAIR', 'done', 'metadata_conflict ']);
  expect(await readTags(library.path('PAIR.xmp'))).toMatchObject({
    'XMP-dc:Title': 'From there',
    'XMP-xmp:Rating': 4,
    'XMP-photoshop:Headline': 'Still not',
  });
  expect(library.photo('PAIR')).toMatchObject({ title: 'From here', unwritten: true });
});

test('what only the file says is left for reading', async () => {
  await open({ sidecars: { 'PAIR.xmp': SIDECARS.captureOne } });
  library.rate('PAIR', 4);
  await writeFile(library.path('PAIR.xmp'), SIDECARS.captureOne.replace('Old title', 'From there'));
  await library.write();
  expect(library.photo('PAIR').title).toBe('Old title');
  await library.read();
  expect(library.photo('PAIR')).toMatchObject({ title: 'From there', rating: 4, unwritten: false });
});

test('a dry run tells the difference of each field, and changes neither a file nor a row', async () => {
  await open({ sidecars: { 'PAIR.xmp': SIDECARS.lightroom } });
  library.rate('PAIR', 5);
  const [before, rows] = [await files(), JSON.stringify(photoRows(library.engine))];
  const outcome = await library.write({ dryRun: true });
  expect(ofPair(outcome)).toEqual(done);
  expect(outcome.results).toContainEqual(
    expect.objectContaining({
      difference: [expect.objectContaining({ field: 'rating', ours: 5, theirs: 2, verdict: 'pending' })],
      writes: [{ path: 'PAIR.xmp', fields: ['rating'] }],
    }),
  );
  expect(await files()).toEqual(before);
  expect(JSON.stringify(photoRows(library.engine))).toBe(rows);
  expect(library.photo('PAIR').unwritten).toBe(true);
});

test('an undo brings back every byte, every row and what waited', async () => {
  await open({ writeMode: 'both', sidecars: { 'PAIR.xmp': SIDECARS.digikam } });
  library.rate('PAIR', 5);
  library.describe('DSC_00001', { title: 'New' });
  const [before, rows] = [await files(), photoRows(library.engine)];
  const times = await Promise.all(before.map(async ({ path }) => (await stat(path)).mtimeMs));
  const { taskId } = await library.write();
  expect(changed(before, await files()).length).toBeGreaterThan(3);
  expect(library.photo('PAIR').unwritten).toBe(false);
  const plan = await planOfUndo(library.engine, { taskId, lineLimit: 100 });
  expect(plan.lines.map(({ action, problem }) => [action, problem])).toEqual(
    expect.arrayContaining([
      ['restore', null],
      ['purge', null],
    ]),
  );
  expect((await library.undo(taskId)).state).toBe('completed');
  expect(await files()).toEqual(before);
  expect(await Promise.all(before.map(async ({ path }) => (await stat(path)).mtimeMs))).toEqual(times);
  expect(photoRows(library.engine)).toEqual(rows);
  expect(library.photo('PAIR').unwritten).toBe(true);
  // The same again: it waited.
  expect(ofPair(await library.write())).toEqual(done);
});

test('two writes are undone one after the other; the first alone would lose the second, and is refused', async () => {
  await open();
  library.rate('PAIR', 1);
  const first = await library.write();
  const once = await files();
  library.rate('PAIR', 2);
  const second = await library.write();
  const twice = await files();
  const refused = await library.undo(first.taskId);
  expect(ofPair(refused)).toEqual(['Trip/PAIR', 'failed', 'file_changed PAIR.xmp']);
  expect(await files()).toEqual(twice);
  await library.undo(second.taskId);
  expect((await files()).filter(({ path }) => !path.includes('.trash'))).toEqual(
    once.filter(({ path }) => !path.includes('.trash')),
  );
  await library.undo(first.taskId);
  expect(await names()).not.toContain('PAIR.xmp');
});

test('what another program wrote after us is not undone', async () => {
  await open();
  library.rate('PAIR', 1);
  const { taskId } = await library.write();
  await writeFile(library.path('PAIR.xmp'), SIDECARS.lightroom);
  const before = await files();
  expect(ofPair(await library.undo(taskId))).toEqual(['Trip/PAIR', 'failed', 'file_changed PAIR.xmp']);
  expect(await files()).toEqual(before);
});

test('a card that is dropped again is known, although its picture was written into here', async () => {
  await open({ writeMode: 'embedded-only' });
  library.rate('PAIR', 3);
  await library.write();
  const before = await names();
  await library.import(join(folder, `card-${number}`));
  expect(await names()).toEqual(before);
});

test('a damaged picture, a damaged sidecar and a file that vanished fail with their reason, and stay as they are', async () => {
  await open({ writeMode: 'both', sidecars: { 'PAIR.xmp': SIDECARS.lightroom } });
  for (const name of ['PAIR', 'DSC_00001', 'DSC_00002']) library.rate(name, 4);
  await truncate(library.path('DSC_00001.JPG'), 900);
  await rm(library.path('DSC_00002.JPG'));
  await writeFile(library.path('PAIR.xmp'), SIDECARS.lightroom.slice(0, 2500));
  const before = await files();
  const { state, items } = await library.write();
  expect(state).toBe('failed');
  expect(items.map(([ref, itemState, code]) => [ref, itemState, code?.split(' ')[0]])).toEqual([
    ['Trip/DSC_00001', 'failed', 'metadata_not_written'],
    ['Trip/DSC_00002', 'failed', 'file_missing'],
    ['Trip/PAIR', 'failed', 'metadata_damaged'],
  ]);
  expect(await files()).toEqual(before);
  for (const name of ['PAIR', 'DSC_00001']) expect(library.photo(name).unwritten).toBe(true);
});

/** After its EXIF, before the tables of the picture. */
async function addSegment(path: string, marker: number, body: string): Promise<void> {
  const content = await readFile(path);
  const head = Buffer.of(0xff, marker, 0, body.length + 2);
  const tables = content.indexOf(Buffer.of(0xff, 0xdb, 0x00));
  const added = [content.subarray(0, tables), head, Buffer.from(body, 'latin1'), content.subarray(tables)];
  await writeFile(path, Buffer.concat(added));
}

test('what a maker put into a JPEG, and what follows its picture, stays; the movie of a live photo, too', async () => {
  await open({ writeMode: 'embedded-only' });
  const path = library.path('DSC_00001.JPG');
  const movie = Buffer.from(`....ftypmp42${'a movie, as phones append it '.repeat(100)}`);
  await addSegment(path, 0xe7, "the maker's own");
  await addSegment(path, 0xfe, 'a comment');
  await appendFile(path, movie);
  library.rate('DSC_00001', 4);
  expect(await library.write()).toMatchObject({ state: 'completed' });
  const after = await readFile(path);
  expect(after.subarray(-movie.length)).toEqual(movie);
  expect(after.includes("the maker's own")).toBe(true);
  expect(after.includes('a comment')).toBe(true);
  expect(await readTags(path)).toMatchObject({ 'XMP-xmp:Rating': 4 });
});

test('what ExifTool would drop is found before the picture is touched, and the picture left as it is', async () => {
  await open({ writeMode: 'embedded-only' });
  const path = library.path('DSC_00001.JPG');
  // Where it writes EXIF, it makes one block of it.
  await addSegment(path, 0xe1, 'Exif\0\0of somebody else');
  const before = await files();
  library.describe('DSC_00001', { takenAt: '2026-06-01T10:00:00' });
  const { state, items } = await library.write();
  expect(state).toBe('failed');
  expect(items[0]).toEqual(['Trip/DSC_00001', 'failed', 'write_mismatch picture']);
  expect(await files()).toEqual(before);
  expect(library.photo('DSC_00001').unwritten).toBe(true);
});

test.skipIf(process.getuid?.() !== 0)(
  'on a disk that is read-only each photo fails with its reason, and nothing is left behind',
  async () => {
    await open({ writeMode: 'both' });
    for (const name of ['PAIR', 'DSC_00001']) library.rate(name, 4);
    const before = await files();
    const place = library.path('');
    execFileSync('mount', ['--bind', place, place]);
    try {
      execFileSync('mount', ['-o', 'remount,ro,bind', place]);
      const { items } = await library.write({ names: ['PAIR', 'DSC_00001'] });
      expect(items.map(([ref, state, code]) => [ref, state, code?.split(' ')[0]])).toEqual([
        ['Trip/DSC_00001', 'failed', 'read_only'],
        ['Trip/PAIR', 'failed', 'read_only'],
      ]);
    } finally {
      execFileSync('umount', ['--lazy', place]);
    }
    expect(await files()).toEqual(before);
    // Nothing of it stands in the way when the disk can be written to again.
    expect((await library.write({ names: ['PAIR', 'DSC_00001'] })).state).toBe('completed');
  },
);

test('a photo is written whole or not at all: a sidecar that cannot be made leaves its pictures as they were', async () => {
  await open({ writeMode: 'both' });
  library.rate('PAIR', 4);
  // Nobody knows it yet, and it is none of ours.
  await mkdir(library.path('PAIR.xmp'));
  const before = await files();
  expect(ofPair(await library.write({ names: ['PAIR'] }))?.[1]).toBe('failed');
  expect(await files()).toEqual(before);
});

test('what was written is purged with its time, and is then not undone any more', async () => {
  await open({ writeMode: 'embedded-only' });
  library.rate('PAIR', 4);
  const { taskId } = await library.write();
  const kept = (await files()).filter(({ path }) => path.includes('.trash'));
  expect(kept).toHaveLength(2);
  expect((await library.ended(startPurgeOf(taskId))).state).toBe('completed');
  expect((await files()).filter(({ path }) => path.includes('.trash'))).toEqual([]);
  await expect(library.undo(taskId)).rejects.toThrow('nothing_to_do');
  expect(await readTags(library.path('PAIR.JPG'))).toMatchObject({ 'XMP-xmp:Rating': 4 });
});

test('what was rewritten where the bytes before a write are kept is not purged, also where its size is the same', async () => {
  await open({ writeMode: 'embedded-only' });
  library.rate('PAIR', 4);
  const { taskId } = await library.write();
  const kept = library.path(`.trash/${taskId}/PAIR.JPG`);
  await writeFile(kept, (await readFile(kept)).fill(7));
  expect((await library.ended(startPurgeOf(taskId))).state).toBe('failed');
  expect((await files()).filter(({ path }) => path.includes('.trash')).map(({ path }) => path)).toEqual([
    kept,
  ]);
});

test('a photo that is committed away and brought back keeps what was written, and its undo', async () => {
  await open();
  library.rate('PAIR', 4);
  const { taskId } = await library.write();
  const written = await files();
  library.reject('PAIR');
  const commit = await library.ended(startCommit(library.engine, { all: true }));
  expect(ofPair(await library.undo(taskId))?.[2]).toBe('file_missing PAIR.xmp');
  await library.undo(commit.taskId);
  expect((await files()).filter(({ path }) => !path.includes('.trash'))).toEqual(
    written.filter(({ path }) => !path.includes('.trash')),
  );
  expect((await library.undo(taskId)).state).toBe('completed');
  expect(await names()).not.toContain('PAIR.xmp');
});

test('canceled in the middle, the rest stays byte for byte, and what was done stays done', async () => {
  let written = 0;
  let taskId = '';
  await open({
    probe: (point) => {
      if (point !== 'file_written') return;
      written += 1;
      if (written === 2) library.engine.cancelTask(taskId, 'test');
    },
  });
  const card = join(folder, `more-${number}`);
  await makeCard(card, 30, { size: 'tiny', from: 10 });
  await library.import(card);
  const all = selectAll<{ base_name: string }>(library.engine.db, 'SELECT base_name FROM photos');
  for (const { base_name } of all) library.rate(base_name, 3);
  const before = await files();
  taskId = startMetadata(library.engine, { operation: 'write', target: { all: true }, dryRun: false });
  const { state, items } = await library.ended(taskId);
  expect(state).toBe('canceled');
  const finished = items.filter(([, itemState]) => itemState === 'done').length;
  expect(finished).toBeLessThan(20);
  const made = changed(before, await files());
  expect(made).toHaveLength(finished);
  expect((await files()).filter(({ path }) => !path.includes('.xmp'))).toEqual(before);
  expect(await names()).not.toContainEqual(expect.stringMatching(/\.tmp$/));
});

test('with writing switched off, it is refused, and nothing begins', async () => {
  await open();
  await library.close();
  library = await DescribedLibrary.open(library.root, { config: { sync: { allowManualWrite: false } } });
  expect(() =>
    startMetadata(library.engine, { operation: 'write', target: { all: true }, dryRun: false }),
  ).toThrow('action_disabled');
});

function startPurgeOf(taskId: string): string {
  return startPurge(library.engine, { taskId });
}
