import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { setTags } from '../../fixtures/metadata/exif-tool.ts';
import { SIDECARS } from '../../fixtures/metadata/sidecars.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** Files that a program is still writing, or a disk has damaged: what could not be read was not taken away. */

const folder = await temporaryFolder('metadata-damage');
const workers = createWorkerHost({ derivativesThreads: 1, exifThreads: 1, filesThreads: 1 });
afterAll(() => workers.close());

/** The beginnings of a file that are read as if the rest had been taken away. */
async function misread(path: string, isJpeg: boolean, steps: number): Promise<number[]> {
  const bytes = await readFile(path);
  const read = () => workers.run('description', { path, isJpeg });
  const whole = JSON.stringify(await read());
  const wrong: number[] = [];
  for (let length = 1; length < bytes.length; length += Math.max(1, Math.floor(bytes.length / steps))) {
    await writeFile(path, bytes.subarray(0, length));
    const said = await read().catch(() => null);
    if (said !== null && !said.isPartial && JSON.stringify(said) !== whole) wrong.push(length);
  }
  return wrong;
}

test.each(Object.entries(SIDECARS))(
  'no beginning of a sidecar of %s passes for all of it',
  async (name, text) => {
    const path = join(folder, `${name}.xmp`);
    await writeFile(path, text);
    expect(await misread(path, false, 60)).toEqual([]);
  },
);

test.each(['jpeg', 'png', 'webp', 'tiff'] as const)('nor does one of a %s', async (format) => {
  const path = join(folder, `IMG.${format}`);
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });
  await writeFile(path, await picture.toFormat(format).toBuffer());
  await setTags(path, ['-XMP-dc:Title=T', '-XMP-xmp:Rating=4', '-EXIF:DateTimeOriginal=2020:01:01 10:00:00']);
  expect(await misread(path, format === 'jpeg', 60)).toEqual([]);
});

test('a sidecar of UTF-16 that says nothing is whole', async () => {
  const path = join(folder, 'wide.xmp');
  const empty =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';
  await writeFile(path, `\ufeff${empty}`, 'utf16le');
  expect(await workers.run('description', { path, isJpeg: false })).toMatchObject({
    title: null,
    rating: null,
  });
});

const xmp = (title: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li>
</rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>`;

test.each([
  ['UTF-16', Buffer.from(`\ufeff<?xml version="1.0"?>${xmp('Ýmir')}`, 'utf16le'), 'Ýmir'],
  [
    'UTF-16, big-endian',
    Buffer.from(`\ufeff<?xml version="1.0"?>${xmp('Ýmir')}`, 'utf16le').swap16(),
    'Ýmir',
  ],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${xmp('Ýmir')}`), 'Ýmir'],
  // ExifTool reads nothing of the one, and makes question marks of the other, which it then writes as what they are not.
  [
    'UTF-16 that ExifTool does not know as such',
    Buffer.from(`\ufeff${xmp('Ýmir')}`, 'utf16le'),
    'metadata_damaged',
  ],
  [
    'Latin 1',
    Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${xmp('Ýmir')}`, 'latin1'),
    'metadata_damaged',
  ],
])('a sidecar of %s is read as what it says, or not at all', async (_name, bytes, expected) => {
  const path = join(folder, 'encoded.xmp');
  await writeFile(path, bytes);
  const read = workers.run('description', { path, isJpeg: false });
  expect(
    await read.then(
      ({ title }) => title,
      ({ code }: { code: string }) => code,
    ),
  ).toBe(expected);
});

test('what the library says stays when a picture is read that is half copied, and when a program’s own notes lie beside it', async () => {
  const card = join(folder, 'card');
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 1, { size: 'tiny' });
  await writeFile(join(card, 'PAIR.pp3'), '');
  await writeFile(join(card, 'PAIR.cos'), '\0\x01\x02');
  const library = await DescribedLibrary.open(join(folder, 'library'));
  onTestFinished(() => library.close());
  await library.import(card);
  const takenAt = library.photo('DSC_00001').takenAt;
  expect(takenAt).not.toBeNull();
  await truncate(library.path('DSC_00001.JPG'), 300);
  library.rate('PAIR', 4);
  expect((await library.write({ names: ['PAIR'] })).items).toEqual([['Trip/PAIR', 'done', null]]);
  await library.read();
  expect(library.photo('DSC_00001').takenAt).toBe(takenAt);
});
