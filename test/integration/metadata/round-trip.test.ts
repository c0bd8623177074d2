import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { readTags, type Tags } from '../../fixtures/metadata/exif-tool.ts';
import { noExiv2, readXmp } from '../../fixtures/metadata/exiv2.ts';
import { type Program, SIDECARS } from '../../fixtures/metadata/sidecars.ts';
import { drawJpeg } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** Real sidecars of real programs, where the shared photos are. */
const SHARED = join(import.meta.dirname, '../../../../shared/photos/sidecars');
const REAL = [
  'digikam-example.xmp',
  'lightroom_eos6d.xmp',
  'pigallery2/flatxmp.xmp',
  'pigallery2/headline.xmp',
  'exiftool/PLUS.xmp',
  'exiftool/XMP.xmp',
  'exiftool/XMP2.xmp',
  'exiftool/XMP5.xmp',
  'exiftool/XMP9.xmp',
].filter((name) => existsSync(join(SHARED, name)));
const programs = Object.keys(SIDECARS) as Program[];
const names = [...programs, ...REAL];
const baseOf = (name: string) => name.replace(/\W/g, '_');

const folder = await temporaryFolder('round-trip');
let library: DescribedLibrary;
const before = new Map<string, Tags>();
const seenByExiv2 = new Map<string, Map<string, string[]>>();

beforeAll(async () => {
  const card = join(folder, 'card');
  await mkdir(card);
  for (const [at, name] of names.entries()) {
    await writeFile(join(card, `${baseOf(name)}.JPG`), await drawJpeg({ width: 64, height: 48, seed: at }));
    const text = programs.includes(name as Program)
      ? SIDECARS[name as Program]
      : await readFile(join(SHARED, name));
    await writeFile(join(card, `${baseOf(name)}.xmp`), text);
  }
  library = await DescribedLibrary.open(join(folder, 'library'));
  await library.import(card);
  for (const name of names) {
    const path = library.path(`${baseOf(name)}.xmp`);
    before.set(name, await readTags(path));
    if (noExiv2 === null) seenByExiv2.set(name, await readXmp(path));
    library.rate(baseOf(name), 5);
    library.tag(baseOf(name), ['places|iceland', 'new'], ['old']);
    library.describe(baseOf(name), { title: 'New title', caption: 'Ný lýsing' });
  }
  const { state, items } = await library.write();
  expect({ state, items: items.filter(([, itemState]) => itemState !== 'done') }).toEqual({
    state: 'completed',
    items: [],
  });
});
afterAll(() => library.close());

/** What we write, by the tags of ExifTool. All else is somebody else's. */
const OURS =
  /^(SourceFile|ExifTool:.*|System:.*|File:.*|Composite:.*|XMP-x:XMPToolkit|XMP-xmp:Rating|XMP-dc:(Title|Description|Subject)|XMP-lr:HierarchicalSubject|XMP-digiKam:TagsList|XMP-microsoft:(RatingPercent|LastKeywordXMP)|XMP-mediapro:CatalogSets)$/;
const foreign = (tags: Tags | undefined) =>
  Object.fromEntries(
    // Lists with nothing in them (darktable's `masks_history`) say nothing, and ExifTool does not write them again.
    Object.entries(tags ?? {}).filter(([tag, value]) => !OURS.test(tag) && value !== ''),
  );

describe.each(names)('the sidecar of %s', (name) => {
  test('says what was written, and keeps every property of others, by ExifTool from the command line', async () => {
    const now = await readTags(library.path(`${baseOf(name)}.xmp`));
    expect(now).toMatchObject({
      'XMP-xmp:Rating': 5,
      'XMP-dc:Title': 'New title',
      'XMP-dc:Description': 'Ný lýsing',
    });
    expect(now['XMP-dc:Subject']).toEqual(expect.arrayContaining(['new', 'places', 'iceland']));
    expect(now['XMP-dc:Subject']).not.toContain('old');
    expect(now['XMP-lr:HierarchicalSubject']).toContain('places|iceland');
    expect(Object.keys(foreign(before.get(name))).length).toBeGreaterThan(1);
    expect(foreign(now)).toEqual(foreign(before.get(name)));
  });

  test.skipIf(noExiv2 !== null)(`the same, by exiv2${noExiv2 === null ? '' : `: ${noExiv2}`}`, async () => {
    const now = await readXmp(library.path(`${baseOf(name)}.xmp`));
    expect(now.get('Xmp.xmp.Rating')).toEqual(['5']);
    expect(now.get('Xmp.dc.title')?.join()).toContain('lang="x-default" New title');
    expect(now.get('Xmp.dc.subject')?.join()).toContain('places, iceland');
    expect(now.get('Xmp.lr.hierarchicalSubject')?.join()).toContain('places|iceland');
    const theirs =
      /^Xmp\.(xmp\.Rating|dc\.(title|description|subject)|lr\.hierarchicalSubject|digiKam\.TagsList|MicrosoftPhoto\.(Rating|LastKeywordXMP)|mediapro\.CatalogSets)$/;
    for (const [key, values] of seenByExiv2.get(name) ?? []) {
      if (!theirs.test(key) && values.join('') !== '')
        expect({ key, values: now.get(key) }).toEqual({ key, values });
    }
  });
});

test('homes of the same meaning that a program has beside XMP’s own are kept in step', async () => {
  expect(await readTags(library.path('digikam.xmp'))).toMatchObject({
    'XMP-digiKam:TagsList': ['new', 'places/iceland'],
    'XMP-microsoft:LastKeywordXMP': ['new', 'places/iceland'],
    'XMP-mediapro:CatalogSets': ['new', 'places|iceland'],
    'XMP-microsoft:RatingPercent': 99,
  });
});

test('what was written is read back by ourselves, whoever else has a rating or keywords in there', async () => {
  expect((await library.read()).items.filter(([, state]) => state !== 'skipped')).toEqual([]);
  for (const name of names)
    expect(library.photo(baseOf(name))).toMatchObject({ rating: 5, title: 'New title', unwritten: false });
});

test('a title in another language stays', async () => {
  expect(await readTags(library.path('lightroom.xmp'))).toMatchObject({
    'XMP-dc:Title-de-DE': 'Alter Titel',
  });
});
