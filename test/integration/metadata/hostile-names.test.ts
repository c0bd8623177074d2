import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { toNative } from '../../../src-main/files/native-path.ts';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** Names that a shell, ExifTool's lines of arguments, a pattern or a text encoding would read as something else. */
const BASES = [
  'a\nb',
  '-overwrite_original',
  '%f%e',
  'a[1]',
  'a$(b);c',
  ' blank',
  'nfd-e\u0301',
  'not-\uef80utf8\uefff',
  '$path',
  '@file',
  '#comment',
  'x'.repeat(245),
];

const folder = await temporaryFolder('metadata-names');
let library: DescribedLibrary;
let number = 0;
afterEach(() => library.close());

test.each(['sidecar-only', 'both'] as const)(
  '%s: files of any name are written, read and taken back',
  { timeout: 120_000 },
  async (writeMode) => {
    number += 1;
    const [made, card] = [join(folder, `made-${number}`), join(folder, `card-${number}`)];
    await mkdir(card);
    for (const [at, base] of BASES.entries()) {
      await makePair(made, `P${at}`, {
        seed: at,
        width: 48,
        height: 32,
        shot: { takenAt: `2025-06-${10 + at}T12:00:00.000` },
      });
      for (const extension of ['JPG', 'DNG'])
        await copyFile(join(made, `P${at}.${extension}`), toNative(join(card, `${base}.${extension}`)));
    }
    // One has a sidecar already, in capitals.
    await writeFile(
      join(card, 'a[1].XMP'),
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
    );
    library = await DescribedLibrary.open(join(folder, `library-${number}`), {
      config: { exif: { writeMode } },
    });
    await library.import(card);
    const bases = selectAll<{ base_name: string }>(library.engine.db, 'SELECT base_name FROM photos').map(
      ({ base_name }) => base_name,
    );
    expect(bases.sort()).toEqual([...BASES].sort());
    for (const base of bases) library.describe(base, { title: `-${base}` });
    const before = await hashTree(library.path(''));
    const written = await library.write();
    expect(written.items.filter(([, state]) => state !== 'done')).toEqual([]);
    expect((await library.read()).items.filter(([, state]) => state !== 'skipped')).toEqual([]);
    expect(selectAll(library.engine.db, 'SELECT id FROM photos WHERE unwritten = 1')).toEqual([]);
    expect((await library.undo(written.taskId)).state).toBe('completed');
    expect(await hashTree(library.path(''))).toEqual(before);
  },
);
