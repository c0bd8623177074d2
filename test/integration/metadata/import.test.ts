import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import {
  metadataConflicts,
  resolveConflict,
  startMetadata,
} from '../../../src-main/engine/changes/metadata.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { changeTags, setRating } from '../../../src-main/library/culling.ts';
import { undoLastStep } from '../../../src-main/library/culling-steps.ts';
import { getPhotos, photoIndex } from '../../../src-main/library/photo-query.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { importCard, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { commandOf, familyOf } from '../workers/process-tree.ts';

const folder = await temporaryFolder('metadata-import');
let number = 0;
let [library, engine] = ['', null as unknown as LibraryEngine];
let close: () => Promise<void> = async () => {};

beforeEach(async () => {
  number += 1;
  library = join(folder, `library-${number}`);
  const card = join(folder, `card-${number}`);
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 2, { size: 'tiny' });
  ({ engine, close } = await realEngine(library));
  await importCard(engine, card, 'Trip');
});
afterEach(async () => {
  await close();
});

/** A sidecar as Lightroom and others write it, with something of their own in it. */
const sidecar = (facts: {
  rating?: number;
  title?: string;
  subjects?: string[];
  hierarchical?: string[];
}): string => {
  const bag = (name: string, list: string[] | undefined) =>
    list === undefined
      ? ''
      : `<${name}><rdf:Bag>${list.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:Bag></${name}>`;
  const title =
    facts.title === undefined
      ? ''
      : `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${facts.title}</rdf:li></rdf:Alt></dc:title>`;
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.35"
 ${facts.rating === undefined ? '' : `xmp:Rating="${facts.rating}"`}>
${title}${bag('dc:subject', facts.subjects)}${bag('lr:hierarchicalSubject', facts.hierarchical)}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
};
const writeSidecar = async (facts: Parameters<typeof sidecar>[0]) => {
  await writeFile(join(library, 'Trip', 'PAIR.xmp'), sidecar(facts));
  // The check finds it, and it becomes the photo's.
  await ended(engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] }));
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
};
const ended = async (id: string) => {
  await engine.taskEnded(id);
  return getTask(engine.db, id)?.state;
};
const runImport = async (dryRun = false) => {
  const id = startMetadata(engine, { operation: 'import', target: { all: true }, dryRun });
  expect(await ended(id)).toBe('completed');
  return id;
};
const pairId = () =>
  selectOne<{ id: number }>(engine.db, `SELECT id FROM photos WHERE base_name = 'PAIR'`)?.id ?? 0;
const pair = () => {
  const [photo] = getPhotos(engine.db, engine.paths, [pairId()]);
  const title = selectOne<{ title: string | null }>(engine.db, 'SELECT title FROM photos WHERE id = @id', {
    id: pairId(),
  });
  return { rating: photo?.rating, tags: photo?.tags, conflict: photo?.conflict, title: title?.title };
};
const rate = (rating: number) =>
  transaction(engine.db, () =>
    setRating(engine.db, { ids: [pairId()], rating, step: `${Math.random()}`, now: 1 }),
  );
const tag = (add: string[], remove: string[] = []) =>
  transaction(engine.db, () =>
    changeTags(engine.db, { ids: [pairId()], add, remove, step: `${Math.random()}`, now: 1 }),
  );
const lasting = () => hashTree(join(library, 'Trip'));

test('what a sidecar says comes in, with its hierarchy; a second import finds nothing; no file is touched', async () => {
  await writeSidecar({
    rating: 4,
    title: 'North',
    subjects: ['birds', 'iceland', 'places'],
    hierarchical: ['places|iceland'],
  });
  const files = await lasting();
  await runImport(true);
  expect(pair().title).toBeNull();
  await runImport();
  expect(pair()).toMatchObject({ rating: 4, title: 'North' });
  expect(pair().tags).toEqual(expect.arrayContaining(['birds', 'places|iceland']));
  const again = await runImport();
  expect(
    selectAll(
      engine.db,
      `SELECT ref FROM job_items JOIN jobs ON jobs.id = job_id WHERE task_id = @again AND job_items.state = 'done'`,
      {
        again,
      },
    ),
  ).toEqual([]);
  expect(await lasting()).toEqual(files);
});

test('what was changed here since is kept, what was changed there comes in, and lists are merged', async () => {
  await writeSidecar({ rating: 2, title: 'One', subjects: ['a', 'b'] });
  await runImport();
  tag(['mine'], ['a']);
  await writeSidecar({ rating: 2, title: 'Two', subjects: ['a', 'b', 'theirs'] });
  await runImport();
  expect(pair()).toMatchObject({ title: 'Two', rating: 2 });
  expect(pair().tags).toEqual(expect.arrayContaining(['b', 'mine', 'theirs']));
  expect(pair().tags).not.toContain('a');
});

test.each(['files', 'library'] as const)(
  'a field that both changed is a conflict: nothing happens to it until somebody says which counts (%s)',
  async (keep) => {
    await writeSidecar({ rating: 2 });
    await runImport();
    rate(5);
    await writeSidecar({ rating: 1 });
    const told = vi.spyOn(engine.changes, 'photo');
    await runImport();
    // Nothing of it has changed, and yet whoever shows it has to draw it anew.
    expect(told.mock.calls).toEqual([[pairId(), { added: false }]]);
    expect(pair().rating).toBe(5);
    expect(metadataConflicts(engine, { limit: 10, offset: 0 })).toMatchObject({
      total: 1,
      conflicts: [{ photo: 'PAIR', field: 'rating', ours: 5, theirs: 1 }],
    });
    const shown = () => photoIndex(engine.db, { conflict: true }, { by: 'name', direction: 'asc' }).ids;
    expect([pair().conflict, shown()]).toEqual([true, [pairId()]]);
    expect(resolveConflict(engine, { photoId: pairId(), field: 'rating', keep })).toBe(0);
    expect([pair().conflict, shown()]).toEqual([false, []]);
    expect(pair().rating).toBe(keep === 'files' ? 1 : 5);
    await runImport();
    expect(pair().rating).toBe(keep === 'files' ? 1 : 5);
    expect(metadataConflicts(engine, { limit: 10, offset: 0 }).total).toBe(0);
    expect(() => resolveConflict(engine, { photoId: pairId(), field: 'rating', keep })).toThrow(
      expect.objectContaining({ code: 'nothing_to_do' }),
    );
  },
);

test('a conflict is over where a person types what the file says; taken back, it is found again', async () => {
  await writeSidecar({ rating: 2 });
  await runImport();
  rate(5);
  await writeSidecar({ rating: 1 });
  await runImport();
  rate(4);
  expect(pair()).toMatchObject({ rating: 4, conflict: true });
  rate(1);
  expect(pair()).toMatchObject({ rating: 1, conflict: false });
  transaction(engine.db, () => undoLastStep(engine.db, 2));
  await runImport();
  expect(pair()).toMatchObject({ rating: 4, conflict: true });
  rate(1);
  await runImport();
  expect(pair()).toMatchObject({ rating: 1, conflict: false });
});

test('settings that do not allow it by hand refuse it', async () => {
  await close();
  ({ engine, close } = await realEngine(library, { config: { sync: { allowManualImport: false } } }));
  expect(() => startMetadata(engine, { operation: 'import', target: { all: true }, dryRun: false })).toThrow(
    expect.objectContaining({ code: 'action_disabled' }),
  );
});

test('the counts of an import are those of its files, one by one, and no more ExifTools run than the settings allow', async () => {
  const card = join(folder, `more-${number}`);
  await makeCard(card, 40, { size: 'tiny', from: 100 });
  await importCard(engine, card, 'More');
  const names = selectAll<{ path: string }>(engine.db, `SELECT path FROM files WHERE path LIKE 'DSC_001%'`);
  for (const [at, { path }] of names.entries()) {
    // Every fourth says something new, every eighth is damaged, and the rest is as it was.
    if (at % 4 === 0)
      await writeFile(join(library, 'More', path.replace('.JPG', '.xmp')), sidecar({ rating: 3 }));
    if (at % 8 === 1)
      await writeFile(
        join(library, 'More', path.replace('.JPG', '.xmp')),
        sidecar({ rating: 3 }).slice(0, 300),
      );
  }
  await ended(engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] }));
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
  const id = startMetadata(engine, { operation: 'import', target: { all: true }, dryRun: false });
  let most = 0;
  const counting = setInterval(() => {
    most = Math.max(
      most,
      familyOf(process.pid).filter((pid) => /perl.*exiftool/.test(commandOf(pid))).length,
    );
  }, 20);
  expect(await ended(id)).toBe('failed');
  clearInterval(counting);
  const outcomes = selectAll<{ state: string; error_code: string | null }>(
    engine.db,
    `SELECT job_items.state AS state, job_items.error_code AS error_code FROM job_items JOIN jobs ON jobs.id = job_id
     WHERE task_id = @id`,
    { id },
  );
  const count = (state: string) => outcomes.filter((outcome) => outcome.state === state).length;
  expect(
    selectAll(engine.db, `SELECT total, succeeded, skipped, failed FROM jobs WHERE task_id = @id`, { id }),
  ).toEqual([
    { total: outcomes.length, succeeded: count('done'), skipped: count('skipped'), failed: count('failed') },
  ]);
  expect([count('done'), count('failed')]).toEqual([10, 5]);
  expect(outcomes.flatMap(({ error_code }) => error_code ?? [])).toEqual(Array(5).fill('metadata_damaged'));
  expect(most).toBe(1);
});
