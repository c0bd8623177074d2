import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { tagsOf } from '../../../src-main/library/tags.ts';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { readTags, setTags } from '../../fixtures/metadata/exif-tool.ts';
import { SIDECARS } from '../../fixtures/metadata/sidecars.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** Words that a machine could take for something else are written as they were typed, and read back as they were written. */

const folder = await temporaryFolder('metadata-words');
let number = 0;
let library: DescribedLibrary;

async function open(writeMode: 'sidecar-only' | 'embedded-only' | 'both', sidecar?: string): Promise<void> {
  number += 1;
  const card = join(folder, `card-${number}`);
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 1, { size: 'tiny' });
  if (sidecar !== undefined) await writeFile(join(card, 'PAIR.xmp'), sidecar);
  library = await DescribedLibrary.open(join(folder, `library-${number}`), {
    config: { exif: { writeMode } },
  });
  await library.import(card);
}
afterEach(() => library.close());

const written = [['Trip/PAIR', 'done', null]];
const tags = () => tagsOf(library.engine.db, [library.photo('PAIR').id])[0]?.tags;
/** Nothing is left to write, and reading finds nothing new. */
const isSettled = async () => {
  expect(library.photo('PAIR').unwritten).toBe(false);
  const { items } = await library.read();
  expect(items.find(([ref]) => ref === 'Trip/PAIR')).toEqual(['Trip/PAIR', 'skipped', null]);
};

test.each([
  ['True', 'Untitled'],
  ['false', 'My first digital camera'],
  ['?', '***'],
  ['...', 'default'],
  ['0x1F', '1e5'],
  ['007.10', 'DSC1234'],
  ['"quoted", \\n', 'a|b;c,d\t\u{1F600}\n\n\n— \u{1D11E} \u00e9 e\u0301'],
  ['$1 %s -Title=x', '{"a":1}'],
  // By which ExifTool says that an answer ends.
  ['{ready}', 'one\n{ready}\n{ready1}\ntwo'],
])('title %j, caption %j', async (title, caption) => {
  await open('both');
  // Homes of old, which are kept in step.
  await setTags(library.path('PAIR.JPG'), [
    '-IPTC:ObjectName=x',
    '-IPTC:Caption-Abstract=x',
    '-EXIF:ImageDescription=x',
  ]);
  await library.read();
  library.describe('PAIR', { title, caption, people: { add: [title], remove: [] } });
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  expect(library.photo('PAIR')).toMatchObject({ title, caption, people: [title] });
  await isSettled();
});

test('keywords', async () => {
  await open('both', SIDECARS.digikam);
  const words = [
    'True',
    'FALSE',
    '1e5',
    '007',
    '?',
    '***',
    '-',
    'AC/DC',
    'a,b',
    'a;b',
    'sea',
    'Sea',
    'x/y|z',
    '#',
    '@x',
    '<b>&amp;',
  ];
  library.tag('PAIR', words, ['old']);
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  expect(tags()).toEqual([...words].sort());
  await isSettled();
  const xmp = await readTags(library.path('PAIR.xmp'), '-api', 'structformat=JSONQ');
  expect(xmp['XMP-dc:Subject']).toEqual(expect.arrayContaining(['True', 'FALSE', 'AC/DC', '007']));
  expect(xmp['XMP-lr:HierarchicalSubject']).toEqual(['x/y|z']);
});

test('a flat keyword with a slash is no path, in a sidecar of digiKam that has no others', async () => {
  await open('sidecar-only', SIDECARS.digikam);
  library.tag('PAIR', ['AC/DC'], ['old']);
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  expect(tags()).toEqual(['AC/DC']);
  await isSettled();
});

test('10,000 characters of a caption arrive, in sidecar and picture', async () => {
  await open('both');
  const caption = 'Ýmislegt \u{1F600} & '.repeat(600).slice(0, 9_999).trim();
  library.describe('PAIR', { caption });
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  for (const name of ['PAIR.xmp', 'PAIR.JPG', 'PAIR.DNG'])
    expect((await readTags(library.path(name)))['XMP-dc:Description']).toBe(caption);
  await isSettled();
});

test('what ExifTool tells in many pieces is put together again, of many files at once with names of their own', async () => {
  const workers = createWorkerHost({ derivativesThreads: 1, exifThreads: 1, filesThreads: 1 });
  onTestFinished(() => workers.close());
  const captions = Array.from({ length: 16 }, (_, at) => `${at} ${'Ð\u{1F600}ý'.repeat(300 + at)}`);
  const paths = captions.map((_, at) => join(folder, `Ljósmynd þ ${at}.xmp`));
  for (const [at, path] of paths.entries()) {
    const text = SIDECARS.captureOne.replace('Old title', captions[at] ?? '');
    await writeFile(path, text);
  }
  const found = await workers.run('descriptions', { paths, isJpeg: false });
  expect(found.map((each) => ('error' in each ? each.error : each.title))).toEqual(captions);
});

test.each([
  [90, 180],
  [-90, -180],
  [0, 0],
  [-0.000001, 179.999999],
  [45, -0.0000001],
])('the place %d, %d', async (latitude, longitude) => {
  await open('both');
  library.describe('PAIR', { position: { latitude, longitude } });
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  await isSettled();
});

test.each([
  ['1826-01-01T00:00:00', '+14:00'],
  ['9999-12-31T23:59:59.999999999', '-12:00'],
  ['2026-06-01T10:00:00', ''],
])('the time %s%s', async (local, offset) => {
  await open('both');
  library.describe('PAIR', { takenAt: local + offset });
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  expect(library.photo('PAIR').takenAt).toBe(local);
  await isSettled();
});

test('what others wrote as IPTC in a character set of old is not spoilt when keywords are written beside it', async () => {
  await open('embedded-only');
  const latin = [
    '-charset',
    'iptc=Latin',
    '-IPTC:By-line=Müller',
    '-IPTC:City=Zürich',
    '-IPTC:Keywords=Käse',
  ];
  await setTags(library.path('PAIR.JPG'), latin);
  await library.read();
  expect(tags()).toEqual(['Käse']);
  library.tag('PAIR', ['Brücke €', 'Привет']);
  library.describe('PAIR', { title: 'Überall' });
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  expect(await readTags(library.path('PAIR.JPG'))).toMatchObject({
    'IPTC:By-line': 'Müller',
    'IPTC:City': 'Zürich',
    'IPTC:Keywords': ['Brücke €', 'Käse', 'Привет'],
  });
  await isSettled();
});

test('IPTC that is UTF-8 and does not say so stays what it is, and is read as what it is', async () => {
  await open('embedded-only');
  // Put in as bytes: to whoever goes by the declaration, which is not there, these are other characters.
  const silent = ['-charset', 'iptc=UTF8', '-IPTC:By-line=Müller Àé', '-IPTC:Keywords=Käse'];
  await setTags(library.path('PAIR.JPG'), silent);
  await library.read();
  expect(tags()).toEqual(['Käse']);
  library.tag('PAIR', ['Brücke']);
  expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
  expect(await readTags(library.path('PAIR.JPG'))).toMatchObject({
    'IPTC:By-line': 'Müller Àé',
    'IPTC:Keywords': ['Brücke', 'Käse'],
  });
});

test.each(['sidecar-only', 'embedded-only'] as const)(
  'what another home says alone is taken away, too, and stays away (%s)',
  async (writeMode) => {
    const ofPdf = [
      '-XMP-pdf:Title=Of a layout program',
      '-XMP-xmp:Description=Of another',
      '-XMP-xmp:Rating=1',
    ];
    await open(writeMode, SIDECARS.captureOne);
    const file = library.path(writeMode === 'sidecar-only' ? 'PAIR.xmp' : 'PAIR.JPG');
    await setTags(library.path('PAIR.xmp'), ['-XMP-dc:all=']);
    await setTags(file, ofPdf);
    await library.read();
    expect(library.photo('PAIR')).toMatchObject({ title: 'Of a layout program', caption: 'Of another' });
    library.describe('PAIR', { title: null, caption: null });
    expect((await library.write({ names: ['PAIR'] })).items).toEqual(written);
    expect(library.photo('PAIR')).toMatchObject({ title: null, caption: null });
    await isSettled();
    expect(await readTags(file)).toMatchObject({ 'XMP-pdf:Title': 'Of a layout program' });
  },
);

test('a place that a drone wrote twice is taken away from both', async () => {
  await open('embedded-only');
  const path = library.path('DSC_00001.JPG');
  const place = ['Latitude=64.1', 'Longitude=-21.9'];
  await setTags(path, [
    ...place.map((each) => `-XMP-drone-dji:GPS${each}`),
    ...place.map((each) => `-EXIF:GPS${each}`),
    ...['-EXIF:GPSLatitudeRef=N', '-EXIF:GPSLongitudeRef=W'],
  ]);
  await library.read();
  expect(library.photo('DSC_00001')).toMatchObject({ latitude: 64.1, longitude: -21.9 });
  library.describe('DSC_00001', { position: null });
  expect((await library.write({ names: ['DSC_00001'] })).items).toEqual([['Trip/DSC_00001', 'done', null]]);
  await library.read();
  expect(library.photo('DSC_00001')).toMatchObject({ latitude: null, unwritten: false });
});

test.each([
  ['Latin', 'Käse „Größe“ €'],
  ['UTF8', 'Käse „Größe“ € Àé Привет Í'],
])(
  'a caption in EXIF, which names no character set, is read as what it is (%s)',
  async (charset, caption) => {
    await open('both');
    const path = library.path('DSC_00001.JPG');
    await setTags(path, [
      '-charset',
      `exif=${charset}`,
      `-EXIF:ImageDescription=${caption}`,
      `-EXIF:Artist=${caption}`,
    ]);
    const artist = async () =>
      (await readTags(path, '-charset', `exif=${charset}`, '-EXIF:Artist'))['IFD0:Artist'];
    await library.read();
    expect(library.photo('DSC_00001').caption).toBe(caption);
    library.describe('DSC_00001', { caption: `${caption} ß` });
    expect((await library.write({ names: ['DSC_00001'] })).items).toEqual([['Trip/DSC_00001', 'done', null]]);
    await library.read();
    expect(library.photo('DSC_00001')).toMatchObject({ caption: `${caption} ß`, unwritten: false });
    expect(await artist()).toBe(caption);
  },
);
