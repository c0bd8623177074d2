import { rmSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { metadataConflicts, resolveConflict } from '../../../src-main/engine/changes/metadata.ts';
import { startMove } from '../../../src-main/engine/changes/move.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { planOfUndo, startUndo } from '../../../src-main/engine/changes/take-back.ts';
import { abandonIntent, writeIntent } from '../../../src-main/files/journal.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { undoLastStep } from '../../../src-main/library/culling-steps.ts';
import { tagsOf } from '../../../src-main/library/tags.ts';
import { knownOf } from '../../../src-main/metadata/rows.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { readTags, setTags } from '../../fixtures/metadata/exif-tool.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** What happens to photos while metadata is written, read or taken back, and between those. */

const folder = await temporaryFolder('metadata-meanwhile');
let number = 0;
let library: DescribedLibrary;

/** Done by somebody else before or after a call of a worker. Undefined: nothing. */
let before: ((name: string, input: unknown) => Promise<void>) | undefined;
let after: ((name: string, input: unknown) => Promise<void>) | undefined;

const around = (host: WorkerHost): WorkerHost => ({
  status: () => host.status(),
  close: () => host.close(),
  run: async (name, input, options) => {
    await before?.(name, input);
    const output = await host.run(name, input, options);
    await after?.(name, input);
    return output;
  },
});

interface Setup {
  writeMode?: 'sidecar-only' | 'embedded-only' | 'both';
  sidecars?: Record<string, string>;
  probe?: (point: string) => void;
  /** More than one job at once, as the settings allow it. */
  inParallel?: boolean;
}
async function open(setup: Setup = {}): Promise<string> {
  const { sidecars = {}, probe, writeMode = 'sidecar-only', inParallel = false } = setup;
  number += 1;
  [before, after] = [undefined, undefined];
  const card = join(folder, `card-${number}`);
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 1, { size: 'tiny' });
  for (const [name, text] of Object.entries(sidecars)) await writeFile(join(card, name), text);
  library = await DescribedLibrary.open(join(folder, `library-${number}`), {
    config: { exif: { writeMode }, ...(inParallel ? { pipeline: { max_parallel_jobs: 4 } } : {}) },
    around,
    ...(probe === undefined ? {} : { probe }),
  });
  await library.import(card);
  return card;
}
afterEach(() => library.close());

const xmp = (facts: { title?: string; caption?: string; subjects?: string[]; rating?: number }): string => {
  const alt = (name: string, text: string | undefined) =>
    text === undefined
      ? ''
      : `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></${name}>`;
  const bag =
    facts.subjects === undefined
      ? ''
      : `<dc:subject><rdf:Bag>${facts.subjects.map((each) => `<rdf:li>${each}</rdf:li>`).join('')}</rdf:Bag></dc:subject>`;
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 ${facts.rating === undefined ? '' : `xmp:Rating="${facts.rating}"`}>
${alt('dc:title', facts.title)}${alt('dc:description', facts.caption)}${bag}</rdf:Description></rdf:RDF></x:xmpmeta>`;
};
const pairId = () => library.photo('PAIR').id;
const row = () =>
  selectOne<{ title: string | null; caption: string | null; rating: number }>(
    library.engine.db,
    'SELECT title, caption, rating FROM photos WHERE id = @id',
    { id: pairId() },
  );
const projectId = (name: string) =>
  selectOne<{ id: number }>(library.engine.db, `SELECT id FROM projects WHERE name = @name`, { name })?.id ??
  0;
const tags = () => tagsOf(library.engine.db, [pairId()])[0]?.tags;
const isReading = (input: unknown) => JSON.stringify(input).includes('PAIR.xmp');
const undoStep = () => transaction(library.engine.db, () => undoLastStep(library.engine.db, 1));

const check = async (params = {}) => {
  const { engine } = library;
  await library.ended(engine.startTask({ type: 'maintenance_global', projectId: null, params, items: [] }));
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
};

test('what another program wrote between our comparing and our writing stays, and is a conflict', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once' }) } });
  library.describe('PAIR', { title: 'Ours' });
  before = async (name) => {
    if (name !== 'writeDescription') return;
    before = undefined;
    await writeFile(library.path('PAIR.xmp'), xmp({ title: 'Theirs' }));
  };
  await library.write();
  expect(await readTags(library.path('PAIR.xmp'))).toMatchObject({ 'XMP-dc:Title': 'Theirs' });
  expect(metadataConflicts(library.engine, { limit: 9, offset: 0 }).conflicts).toMatchObject([
    { field: 'title', ours: 'Ours', theirs: 'Theirs' },
  ]);
});

test('what another program wrote between our look and our taking back stays', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once' }) } });
  library.describe('PAIR', { title: 'Ours' });
  const { taskId } = await library.write();
  after = async (name) => {
    if (name !== 'hash') return;
    after = undefined;
    await writeFile(library.path('PAIR.xmp'), xmp({ title: 'A week of work' }));
  };
  await library.undo(taskId);
  expect(await readTags(library.path('PAIR.xmp'))).toMatchObject({ 'XMP-dc:Title': 'A week of work' });
});

test('a keyword that is typed while merged ones are written stays', async () => {
  await open({
    sidecars: { 'PAIR.xmp': xmp({ subjects: ['one'] }) },
    probe: (point) => {
      if (point === 'file_written') library.tag('PAIR', ['typed']);
    },
  });
  library.tag('PAIR', ['ours']);
  await writeFile(library.path('PAIR.xmp'), xmp({ subjects: ['one', 'theirs'] }));
  await library.write();
  expect(tags()).toEqual(['one', 'ours', 'theirs', 'typed']);
});

test('a step that is taken back leaves what came in from files since', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once' }) } });
  library.describe('PAIR', { title: 'Typed', people: { add: ['Ada'], remove: [] } });
  await writeFile(library.path('PAIR.xmp'), xmp({ title: 'Once', caption: 'Theirs' }));
  await library.read();
  expect(row()).toMatchObject({ title: 'Typed', caption: 'Theirs' });
  undoStep();
  expect(row()).toMatchObject({ title: 'Once', caption: 'Theirs' });
});

test('keywords that came in from files stay when a step of tagging is taken back', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ subjects: ['one'] }) } });
  library.tag('PAIR', ['ours']);
  await writeFile(library.path('PAIR.xmp'), xmp({ subjects: ['one', 'theirs'] }));
  await library.read();
  expect(tags()).toEqual(['one', 'ours', 'theirs']);
  undoStep();
  expect(tags()).toEqual(['one', 'theirs']);
});

test('what is typed while a photo is taken in, against what its file says, is a conflict', async () => {
  before = undefined;
  const card = await open();
  await writeFile(join(card, 'DSC_00001.xmp'), xmp({ title: 'Theirs' }));
  await library.close();
  library = await DescribedLibrary.open(join(folder, `library-${number}-b`), { around });
  before = async (name) => {
    if (name !== 'exif') return;
    const photo = selectOne(library.engine.db, `SELECT id FROM photos WHERE base_name = 'DSC_00001'`);
    if (photo === undefined) return;
    before = undefined;
    library.describe('DSC_00001', { title: 'Ours' });
  };
  await library.import(card);
  expect(metadataConflicts(library.engine, { limit: 9, offset: 0 }).conflicts).toMatchObject([
    { field: 'title', ours: 'Ours', theirs: 'Theirs' },
  ]);
});

test('a card that is dropped again brings back nothing that was written into and then rejected', async () => {
  const card = await open({ writeMode: 'embedded-only' });
  library.rate('PAIR', 3);
  await library.write();
  library.reject('PAIR');
  await library.ended(startCommit(library.engine, { all: true }));
  await library.import(card);
  expect(
    selectAll(library.engine.db, `SELECT base_name FROM photos WHERE present = 1 AND base_name LIKE 'PAIR%'`),
  ).toEqual([]);
});

test('what only a picture said that was committed away is not forgotten by reading the others', async () => {
  await open({ writeMode: 'embedded-only' });
  // As a camera does it that writes stars into its JPEGs alone.
  await setTags(library.path('PAIR.JPG'), ['-XMP-xmp:Rating=4', '-XMP-dc:Title=In the JPEG']);
  await check();
  await library.read();
  expect(row()).toMatchObject({ title: 'In the JPEG', rating: 4 });
  const order = { ids: [pairId()], step: 'one', now: 1 };
  transaction(library.engine.db, () => setKeep(library.engine.db, { ...order, keepJpg: false }));
  await library.ended(startCommit(library.engine, { all: true }));
  await library.read();
  expect(row()).toMatchObject({ title: 'In the JPEG', rating: 4 });
  // The RAW does not say so: it waits to be said beside it.
  expect(library.photo('PAIR').unwritten).toBe(true);
});

test('a sidecar that is missing takes nothing away, and what was said before it does not come back without being asked', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once', caption: 'Only here', subjects: ['kept'] }) } });
  await setTags(library.path('PAIR.JPG'), ['-XMP-dc:Title=Before all']);
  await rm(library.path('PAIR.xmp'));
  await check();
  await library.read();
  expect(row()).toMatchObject({ title: 'Once', caption: 'Only here' });
  expect(tags()).toEqual(['kept']);
  expect(metadataConflicts(library.engine, { limit: 9, offset: 0 }).conflicts).toMatchObject([
    { field: 'title', ours: 'Once', theirs: 'Before all' },
  ]);
});

test('an undo that is canceled between two files of a photo leaves none half taken back', async () => {
  let isUndo = false;
  let taskId = '';
  await open({
    writeMode: 'both',
    probe: (point) => {
      if (point === 'file_written' && isUndo) library.engine.cancelTask(taskId, 'test');
    },
  });
  const was = (await hashTree(library.path(''))).filter(({ path }) => /PAIR/.test(path));
  library.rate('PAIR', 4);
  const written = await library.write({ names: ['PAIR'] });
  const now = (await hashTree(library.path(''))).filter(
    ({ path }) => /PAIR/.test(path) && !/\.trash/.test(path),
  );
  isUndo = true;
  taskId = startUndo(library.engine, written.taskId);
  await library.ended(taskId);
  const then = (await hashTree(library.path(''))).filter(
    ({ path }) => /PAIR/.test(path) && !/\.trash/.test(path),
  );
  expect([JSON.stringify(was), JSON.stringify(now)]).toContain(JSON.stringify(then));
});

test('a photo that is moved to another project while its undo looks is taken back there, or not at all', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once' }) } });
  const card = join(folder, `other-${number}`);
  await makeCard(card, 1, { size: 'tiny', from: 50 });
  await library.import(card, 'Other');
  library.describe('PAIR', { title: 'Ours' });
  const { taskId } = await library.write({ names: ['PAIR'] });
  const other = projectId('Other');
  after = async (name) => {
    if (name !== 'hash') return;
    after = undefined;
    const move = startMove(library.engine, { ids: [pairId()], projectId: other });
    await library.engine.taskEnded(move);
  };
  await library.undo(taskId);
  await expect(stat(library.path('PAIR.xmp'))).rejects.toThrow('ENOENT');
  expect(await readTags(library.path('PAIR.xmp', 'Other'))).toMatchObject({ 'XMP-dc:Title': 'Once' });
});

test('a picture that another program changed since the last check is shown as it is now, after a write too', async () => {
  await open({ writeMode: 'embedded-only' });
  const card = join(folder, `edited-${number}`);
  await makeCard(card, 1, { size: 'tiny', from: 70 });
  const [edited] = await hashTree(card);
  await writeFile(library.path('DSC_00001.JPG'), await readFile(edited?.path ?? ''));
  library.rate('DSC_00001', 3);
  await library.write({ names: ['DSC_00001'] });
  for (const id of library.engine.unfinishedTasks()) await library.engine.taskEnded(id);
  const pictures = selectAll<{ status: string; same: number }>(
    library.engine.db,
    `SELECT status, source_sha256 = files.sha256 AS same FROM derivatives JOIN files USING(photo_id) WHERE photo_id = @id`,
    { id: library.photo('DSC_00001').id },
  );
  expect(pictures).toEqual([
    { status: 'ready', same: 1 },
    { status: 'ready', same: 1 },
  ]);
});

test('damage that a disk made is not written into, and not made to look whole', async () => {
  await open({ writeMode: 'embedded-only' });
  const path = library.path('DSC_00001.JPG');
  const [bytes, info] = [await readFile(path), await stat(path)];
  const at = bytes.length - 30;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await utimes(path, info.mtimeMs / 1000, info.mtimeMs / 1000);
  library.rate('DSC_00001', 3);
  const { items } = await library.write({ names: ['DSC_00001'] });
  expect(items).toEqual([['Trip/DSC_00001', 'failed', 'bit_rot DSC_00001.JPG']]);
});

test('a card is known after the project went for good in which its photo was written into, before it moved elsewhere', async () => {
  const card = await open({ writeMode: 'embedded-only' });
  const { engine } = library;
  const other = join(folder, `other-${number}`);
  await makeCard(other, 1, { size: 'tiny', from: 50 });
  await library.import(other, 'Other');
  library.rate('PAIR', 4);
  const { taskId } = await library.write({ names: ['PAIR'] });
  await library.ended(startMove(engine, { ids: [pairId()], projectId: projectId('Other') }));
  const deletion = startProjectDelete(engine, projectId('Trip'), 'Trip');
  await library.ended(deletion);
  await library.ended(startPurge(engine, { taskId }));
  await library.ended(startPurge(engine, { taskId: deletion }));
  expect(selectAll(engine.db, `SELECT name FROM projects`)).toEqual([{ name: 'Other' }]);
  await library.import(card, 'Third');
  expect(selectAll(engine.db, `SELECT id FROM photos WHERE base_name LIKE 'PAIR%'`)).toHaveLength(1);
});

test('of two pictures of a photo it is the same one that speaks when it is taken in and when it is read', async () => {
  await open();
  const card = join(folder, `two-${number}`);
  await makeCard(card, 1, { size: 'tiny', from: 30 });
  const path = join(card, 'DSC_00030.JPG');
  await setTags(path, ['-XMP-dc:Title=In the JPEG']);
  // Listed first, as the HEIC of a phone is that makes both.
  await sharp(path).avif().toFile(join(card, 'DSC_00030.AVIF'));
  await library.import(card);
  const title = () => selectAll(library.engine.db, `SELECT title FROM photos WHERE base_name = 'DSC_00030'`);
  expect(title()).toEqual([{ title: 'In the JPEG' }]);
  await library.read();
  expect(title()).toEqual([{ title: 'In the JPEG' }]);
});

const kept = async () => (await hashTree(library.path(''))).filter(({ path }) => path.includes('.trash'));
const rowOf = (path: string) =>
  selectOne(library.engine.db, `SELECT sha256 FROM files WHERE path = @path`, { path });

test('an undo that died between the old content and its second name, on another volume, ends', async () => {
  await open({ writeMode: 'embedded-only' });
  library.rate('DSC_00001', 4);
  const was = rowOf('DSC_00001.JPG');
  const { taskId } = await library.write({ names: ['DSC_00001'] });
  const [old] = await kept();
  // As a copy leaves it that was not cleared away any more.
  await writeFile(library.path('DSC_00001.JPG'), await readFile(old?.path ?? ''));
  const { db } = library.engine;
  before = async (name) => {
    const item = selectOne<{ id: number }>(db, `SELECT id FROM job_items WHERE kind = 'write_undo'`);
    if (name !== 'hash' || item === undefined) return;
    before = undefined;
    const fileId =
      selectOne<{ id: number }>(db, `SELECT id FROM files WHERE path = 'DSC_00001.JPG'`)?.id ?? 0;
    const names = { source: 'DSC_00001.JPG', target: 'DSC_00001.JPG', baseName: null };
    const of = { taskId: null, itemId: item.id, projectId: projectId('Trip'), fileId };
    writeIntent(db, { kind: 'write', ...of, ...names, bytes: null, now: 1 });
  };
  expect((await library.undo(taskId)).items).toEqual([['Trip/DSC_00001', 'done', null]]);
  expect([rowOf('DSC_00001.JPG'), await kept()]).toEqual([was, []]);
});

test('where the second file of a photo cannot be brought back, the rows say so of the first, and nothing seems to have changed by itself', async () => {
  let act: (() => void) | undefined;
  await open({ writeMode: 'embedded-only', probe: (point) => point === 'file_written' && act?.() });
  library.rate('PAIR', 4);
  const { taskId } = await library.write({ names: ['PAIR'] });
  act = () => {
    act = undefined;
    rmSync(library.path('.trash'), { recursive: true });
  };
  expect((await library.undo(taskId)).items).toMatchObject([
    ['Trip/PAIR', 'failed', expect.stringMatching('file_missing')],
  ]);
  const now = await hashTree(library.path(''));
  for (const name of ['PAIR.JPG', 'PAIR.DNG'])
    expect(rowOf(name)).toEqual({ sha256: now.find(({ path }) => path.endsWith(name))?.sha256 });
  expect(selectAll(library.engine.db, `SELECT state FROM file_versions ORDER BY state`)).toEqual([
    { state: 'kept' },
    { state: 'undone' },
  ]);
});

test('a write is not undone before those after it, though the file happens to be as it left it', async () => {
  await open();
  const writes: string[] = [];
  for (const rating of [1, 2, 1]) {
    library.rate('PAIR', rating);
    writes.push((await library.write({ names: ['PAIR'] })).taskId);
  }
  const [first = '', second = '', third = ''] = writes;
  const plan = await planOfUndo(library.engine, { taskId: first, lineLimit: 9 });
  expect(plan.lines.map(({ problem }) => problem?.code)).toEqual(['file_changed']);
  for (const taskId of [first, second])
    expect((await library.undo(taskId)).items).toEqual([['Trip/PAIR', 'failed', 'file_changed PAIR.xmp']]);
  for (const taskId of [third, second, first])
    expect((await library.undo(taskId)).items).toEqual([['Trip/PAIR', 'done', null]]);
  await expect(stat(library.path('PAIR.xmp'))).rejects.toThrow('ENOENT');
});

test('what was read before a write does not overrule what was written, nor what the library says', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once', rating: 1 }) }, inParallel: true });
  library.describe('PAIR', { title: 'Ours' });
  after = async (_name, input) => {
    if (!isReading(input)) return;
    after = undefined;
    expect((await library.write({ names: ['PAIR'] })).items).toEqual([['Trip/PAIR', 'done', null]]);
  };
  await library.read();
  expect(row()).toMatchObject({ title: 'Ours' });
  expect(await readTags(library.path('PAIR.xmp'))).toMatchObject({ 'XMP-dc:Title': 'Ours' });
  expect(library.photo('PAIR').unwritten).toBe(false);
});

test('what is read while it is being written is not known before the write is: it would be no change of ours any more', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once' }) } });
  const { db } = library.engine;
  library.describe('PAIR', { title: 'Ours' });
  let intent = 0;
  before = async (_name, input) => {
    if (!isReading(input)) return;
    before = undefined;
    // As a write leaves it between its swap and its rows.
    await writeFile(library.path('PAIR.xmp'), xmp({ title: 'Ours' }));
    const fileId = selectOne<{ id: number }>(db, `SELECT id FROM files WHERE path = 'PAIR.xmp'`)?.id ?? 0;
    const names = { source: 'PAIR.xmp', target: 'PAIR.xmp', baseName: null };
    const of = { taskId: null, itemId: null, projectId: projectId('Trip'), fileId };
    intent = writeIntent(db, { kind: 'write', ...of, ...names, bytes: null, now: 1 });
  };
  const reading = library.read();
  const isPutBack = () =>
    selectOne(db, `SELECT 1 FROM job_items WHERE kind = 'metadata' AND error_code = 'file_busy'`) !==
    undefined;
  await until(isPutBack, 'the item that is put back', 20_000);
  expect(knownOf(db, pairId())?.title).toBe('Once');
  abandonIntent(db, { id: intent, now: 1 });
  await reading;
  expect(knownOf(db, pairId())?.title).toBe('Ours');
});

test('what came in from a file between a write and its undo is known: what is said of it next is not taken back', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once' }) } });
  library.describe('PAIR', { title: 'Ours' });
  const { taskId } = await library.write({ names: ['PAIR'] });
  await setTags(library.path('PAIR.JPG'), ['-XMP-dc:Description=Theirs', '-XMP-dc:Subject=theirs']);
  await library.read();
  expect(row()).toMatchObject({ caption: 'Theirs' });
  expect((await library.undo(taskId)).items).toEqual([['Trip/PAIR', 'done', null]]);
  library.describe('PAIR', { caption: null });
  library.tag('PAIR', [], ['theirs']);
  await library.read();
  expect(row()).toMatchObject({ title: 'Ours', caption: null });
  expect(tags()).toEqual([]);
});

test('a write beside a picture is not undone before a later one into it: both say what the library knew', async () => {
  await open({ writeMode: 'sidecar-only' });
  library.describe('PAIR', { title: 'Ours' });
  const first = await library.write({ names: ['PAIR'] });
  await library.close();
  library = await DescribedLibrary.open(library.root, {
    config: { exif: { writeMode: 'embedded-only', readPreference: 'embedded-first' } },
    around,
  });
  library.describe('PAIR', { caption: 'Ours, too' });
  const second = await library.write({ names: ['PAIR'] });
  const plan = await planOfUndo(library.engine, { taskId: first.taskId, lineLimit: 9 });
  expect(plan.lines.map(({ problem }) => problem?.code)).toEqual(['file_changed']);
  expect((await library.undo(first.taskId)).items).toEqual([
    ['Trip/PAIR', 'failed', 'file_changed PAIR.xmp'],
  ]);
  for (const { taskId } of [second, first])
    expect((await library.undo(taskId)).items).toEqual([['Trip/PAIR', 'done', null]]);
  await library.read();
  expect(row()).toMatchObject({ title: 'Ours', caption: 'Ours, too' });
  expect(library.photo('PAIR').unwritten).toBe(true);
});

test('what a person decides about a contradiction while the rest is written stays decided', async () => {
  let decide: (() => void) | undefined;
  await open({
    sidecars: { 'PAIR.xmp': xmp({ title: 'Once', rating: 1 }) },
    probe: (point) => {
      if (point === 'file_written') decide?.();
    },
  });
  library.describe('PAIR', { title: 'Ours' });
  await writeFile(library.path('PAIR.xmp'), xmp({ title: 'Theirs', rating: 1 }));
  await library.read();
  library.rate('PAIR', 4);
  decide = () => {
    decide = undefined;
    resolveConflict(library.engine, { photoId: pairId(), field: 'title', keep: 'library' });
  };
  await library.write({ names: ['PAIR'] });
  expect(metadataConflicts(library.engine, { limit: 9, offset: 0 }).conflicts).toEqual([]);
  await library.write({ names: ['PAIR'] });
  expect(await readTags(library.path('PAIR.xmp'))).toMatchObject({ 'XMP-dc:Title': 'Ours' });
});

test('a photo that is written before its pictures are made still gets what its files say', async () => {
  await open();
  const card = join(folder, `early-${number}`);
  await makeCard(card, 1, { size: 'tiny', from: 90 });
  const title = xmp({ title: 'Theirs', subjects: ['theirs'] });
  await writeFile(join(card, 'DSC_00090.xmp'), title);
  before = async (name) => {
    const photo = selectOne(library.engine.db, `SELECT id FROM photos WHERE base_name = 'DSC_00090'`);
    if (name !== 'exif' || photo === undefined) return;
    before = undefined;
    library.rate('DSC_00090', 5);
    expect((await library.write({ names: ['DSC_00090'] })).items).toEqual([['Trip/DSC_00090', 'done', null]]);
  };
  await library.import(card);
  const photo = library.photo('DSC_00090');
  expect(photo).toMatchObject({ title: 'Theirs', rating: 5, tags: ['theirs'] });
  expect(photo.takenAt).not.toBeNull();
});

test('a second sidecar keeps what its own program wrote into it', async () => {
  await open({
    sidecars: {
      'PAIR.xmp': xmp({ title: 'Read first', subjects: ['a'], rating: 1 }),
      'PAIR.DNG.xmp': xmp({ title: 'Another', subjects: ['darktable'], rating: 2 }),
    },
  });
  const names = ['PAIR.xmp', 'PAIR.DNG.xmp'];
  const read = async () =>
    (await Promise.all(names.map(async (name) => await readTags(library.path(name))))).map((said) => [
      said['XMP-dc:Title'],
      [said['XMP-dc:Subject']].flat(),
      said['XMP-xmp:Rating'],
    ]);
  library.rate('PAIR', 5);
  library.tag('PAIR', ['new']);
  await library.write({ names: ['PAIR'] });
  expect((await read()).sort()).toEqual([
    ['Another', ['darktable', 'new'], 5],
    ['Read first', ['a', 'new'], 5],
  ]);
});

test('keywords that another program took away do not come back from the picture when anything else is written', async () => {
  const none = '<dc:subject><rdf:Bag/></dc:subject><dc:title><rdf:Alt/></dc:title>';
  await open({ sidecars: { 'PAIR.xmp': xmp({ subjects: ['taken away'] }) } });
  await setTags(library.path('PAIR.JPG'), ['-XMP-dc:Subject=taken away', '-XMP-dc:Title=taken away, too']);
  await writeFile(
    library.path('PAIR.xmp'),
    xmp({ rating: 1 }).replace('</rdf:Description>', `${none}</rdf:Description>`),
  );
  await library.read();
  expect(tags()).toEqual([]);
  library.rate('PAIR', 5);
  expect((await library.write({ names: ['PAIR'] })).items).toEqual([['Trip/PAIR', 'done', null]]);
  await library.read();
  expect([tags(), row()]).toEqual([[], { title: null, caption: null, rating: 5 }]);
});

test('a step that is taken back does not overrule what another program said of the same since', async () => {
  await open({ sidecars: { 'PAIR.xmp': xmp({ title: 'Once', caption: 'Once', rating: 1 }) } });
  library.describe('PAIR', { title: 'Typed' });
  library.describe('PAIR', { caption: 'Typed' });
  library.rate('PAIR', 5);
  await library.write({ names: ['PAIR'] });
  await writeFile(library.path('PAIR.xmp'), xmp({ title: 'A week of work', caption: 'Typed', rating: 3 }));
  await library.read();
  const since = { title: 'A week of work', caption: 'Typed', rating: 3 };
  expect(row()).toEqual(since);
  undoStep();
  expect(row()).toEqual(since);
  undoStep();
  undoStep();
  expect(row()).toEqual({ ...since, caption: 'Once' });
});
