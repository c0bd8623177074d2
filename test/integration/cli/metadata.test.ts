import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { readTags } from '../../fixtures/metadata/exif-tool.ts';
import { makePair, makeSidecar } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-metadata');
const library = join(folder, 'library');

interface Document {
  state: string;
  counts: { total: number; succeeded: number; skipped: number; failed: number };
  items: { path: string; outcome: string; difference: { field: string; verdict: string }[] }[];
}

test('a dry run says what would come in for each field, the run brings it in, and files are only read', async () => {
  const card = join(folder, 'card');
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await runJson(['import', library, '--project', 'Trip', card]);
  await makeSidecar(join(library, 'Trip', 'PAIR.xmp'), { rating: 4 });
  await runJson(['maintain', library]);
  const before = await hashTree(join(library, 'Trip'));

  const dry = await runJson<Document>(['metadata', library, 'import', '--dry-run']);
  expect(dry).toMatchObject({ code: 0, json: { state: 'completed', items: [{ path: 'Trip/PAIR' }] } });
  expect(dry.json.items[0]?.difference).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ field: 'rating', verdict: 'take', ours: 0, theirs: 4 }),
    ]),
  );
  expect((await runJson<{ rating: number }[]>(['photos', library])).json).toMatchObject([{ rating: 0 }]);

  const run = await runJson<Document>(['metadata', library, 'import', '--project', 'Trip']);
  expect(run.json.counts).toMatchObject({ total: 1, succeeded: 1, failed: 0 });
  expect((await runJson<{ rating: number }[]>(['photos', library])).json).toMatchObject([{ rating: 4 }]);
  expect((await runJson<unknown[]>(['metadata', library, 'conflicts'])).json).toEqual([]);
  expect(await hashTree(join(library, 'Trip'))).toEqual(before);
});

test('a write says what it would do, does it, and is undone; keywords come along; a foreign file is refused', async () => {
  const picture = join(library, 'Trip', 'PAIR.JPG');
  const before = await hashTree(join(library, 'Trip'));
  const order = ['metadata', library, 'write', '--file', picture, '--subjects', 'sea, gull'];
  const keywords = [...order, '--hierarchical', 'places|iceland'];

  const dry = await runJson<Document & { taskId: string }>([...keywords, '--dry-run']);
  expect(dry.json.items[0]?.difference.map(({ field, verdict }) => [field, verdict])).toEqual([
    ['subjects', 'pending'],
    ['hierarchical', 'pending'],
  ]);
  expect(await hashTree(join(library, 'Trip'))).toEqual(before);

  const run = await runJson<Document & { taskId: string }>(keywords);
  expect(run).toMatchObject({ code: 0, json: { counts: { total: 1, succeeded: 1 } } });
  expect(await readTags(join(library, 'Trip', 'PAIR.xmp'))).toMatchObject({
    'XMP-dc:Subject': ['gull', 'sea', 'places', 'iceland'],
    'XMP-xmp:Rating': 4,
  });
  const [photo] = (await runJson<{ tags: string[] }[]>(['photos', library])).json;
  expect(photo?.tags).toEqual(['gull', 'places|iceland', 'sea']);

  expect((await runJson(['undo', library, run.json.taskId])).code).toBe(0);
  expect(await hashTree(join(library, 'Trip'))).toEqual(before);

  const foreign = await runCli(['metadata', library, 'write', '--file', join(folder, 'nothing')]);
  expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringMatching(/There is no photo .*nothing/)]);
});

test('what was changed on both sides, each in its own way, is listed, and its photo is found', async () => {
  const found = async () => (await runJson<{ name: string }[]>(['photos', library, '--conflict'])).json;
  expect(await found()).toEqual([]);
  const [photo] = (await runJson<{ id: number }[]>(['photos', library])).json;
  await runJson(['rate', library, '2', '--photo', String(photo?.id)]);
  await makeSidecar(join(library, 'Trip', 'PAIR.xmp'), { rating: 5 });
  await runJson(['maintain', library]);
  await runJson(['metadata', library, 'import']);
  expect((await runJson(['metadata', library, 'conflicts'])).json).toMatchObject([
    { photo: 'PAIR', field: 'rating', ours: 2, theirs: 5 },
  ]);
  expect(await found()).toMatchObject([{ name: 'PAIR', rating: 2, conflict: true }]);
});

test('a wrong word is told, with exit code 2', async () => {
  await writeFile(join(folder, 'nothing'), '');
  const { code, stderr } = await runCli(['metadata', library, 'exprot']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/metadata takes import, write, conflicts/)]);
});
