import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { readTags } from '../../fixtures/metadata/exif-tool.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('metadata-write');
let number = 0;
let library: DescribedLibrary;

async function openWith(writeMode: 'sidecar-only' | 'embedded-only' | 'both'): Promise<void> {
  number += 1;
  const card = join(folder, `card-${number}`);
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 2, { size: 'tiny' });
  library = await DescribedLibrary.open(join(folder, `library-${number}`), {
    config: { exif: { writeMode } },
  });
  await library.import(card);
}
afterEach(async () => {
  await library.close();
});

const files = () => hashTree(library.path(''), {});
const names = async () => (await readdir(library.path(''))).filter((name) => !name.startsWith('.')).sort();
const without = (list: Awaited<ReturnType<typeof files>>, ...parts: string[]) =>
  list.filter(({ path }) => !parts.some((part) => path.includes(part)));

describe('sidecar-only', () => {
  beforeEach(() => openWith('sidecar-only'));

  test('a sidecar is made, and an independent reader finds all of it there', async () => {
    const before = await files();
    library.rate('PAIR', 4);
    library.tag('PAIR', ['birds', 'places|iceland|reykjavík']);
    library.describe('PAIR', {
      title: '1.50',
      caption: 'First line\nsecond & <third> “quoted” 𝄞',
      people: { add: ['Ann', 'Björk'], remove: [] },
      position: { latitude: 64.145981, longitude: -21.942211 },
      takenAt: '2026-06-01T10:00:00.05+02:00',
    });
    expect(library.photo('PAIR').unwritten).toBe(true);
    const { state, items } = await library.write();
    expect(state).toBe('completed');
    expect(items.map(([ref, itemState]) => [ref, itemState])).toEqual([
      ['Trip/DSC_00001', 'skipped'],
      ['Trip/DSC_00002', 'skipped'],
      ['Trip/PAIR', 'done'],
    ]);
    const tags = await readTags(library.path('PAIR.xmp'));
    expect(tags).toMatchObject({
      'XMP-xmp:Rating': 4,
      'XMP-dc:Title': 1.5,
      'XMP-dc:Description': 'First line\nsecond & <third> “quoted” 𝄞',
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
    expect(without(await files(), 'PAIR.xmp')).toEqual(before);
    expect(library.photo('PAIR').unwritten).toBe(false);
    expect(library.photo('PAIR').files.map(({ role, format }) => [role, format])).toContainEqual([
      'sidecar',
      'xmp',
    ]);
  });
});
