import { describe, expect, test } from 'vitest';
import { requireForeignKept } from '../../../src-main/workers/exif/foreign-tags.ts';

type Tags = Record<string, unknown>;
/** The tag that is not as it was; null where all is well. */
function lost(old: Tags, now: Tags, args: string[] = []): string | null {
  try {
    requireForeignKept(old, now, args);
    return null;
  } catch (error) {
    expect(error).toMatchObject({ code: 'write_mismatch' });
    return (error as { detail: string }).detail;
  }
}

describe('what others wrote has to stay', () => {
  test.each([
    ['gone', { 'XMP-crs:Exposure2012': '+0.5' }, {}],
    ['another value', { 'XMP-crs:Exposure2012': '+0.5' }, { 'XMP-crs:Exposure2012': '+1' }],
    ['not there before', {}, { 'XMP-crs:Exposure2012': '+0.5' }],
    ['one of a list', { 'XMP-x:List': ['a', 'b'] }, { 'XMP-x:List': ['b'] }],
    ['within a structure', { 'XMP-x:At': { deep: { value: 1 } } }, { 'XMP-x:At': { deep: { value: 2 } } }],
    ["a camera's own", { 'Canon:LensModel': 'EF50mm' }, {}],
    ['a field of EXIF', { 'IFD0:Artist': 'Ann' }, { 'IFD0:Artist': 'Ann ' }],
    ['a thumbnail of another length', { 'IFD1:ThumbnailLength': '5000' }, { 'IFD1:ThumbnailLength': '4000' }],
    ['IPTC', { 'IPTC:City': 'Oslo' }, {}],
    // Offsets of time are something else than offsets in a file.
    ['an offset of time', { 'ExifIFD:OffsetTimeOriginal': '+02:00' }, {}],
    ['a place in XMP', { 'XMP-x:ImageStart': '1' }, { 'XMP-x:ImageStart': '2' }],
  ])('%s', (_, old: Tags, now: Tags) => {
    expect(lost(old, now)).toBe(Object.keys({ ...old, ...now })[0]);
  });
});

describe('how the file is made may change', () => {
  test.each([
    ['who wrote last', { 'XMP-x:XMPToolkit': 'Adobe' }, { 'XMP-x:XMPToolkit': 'ExifTool' }],
    ['its name', { SourceFile: 'a' }, { SourceFile: 'b' }],
    ['where things lie', { 'IFD1:ThumbnailOffset': '422' }, { 'IFD1:ThumbnailOffset': '376' }],
    ['where a camera keeps things', { 'Olympus:PreviewImageStart': 1 }, { 'Olympus:PreviewImageStart': 2 }],
    ['what a new EXIF block has to have', {}, { 'IFD0:XResolution': '72', 'ExifIFD:ExifVersion': '0232' }],
    [
      'the character set of IPTC',
      {},
      { 'IPTC:CodedCharacterSet': '\x1b%G', 'IPTC:EnvelopeRecordVersion': 4 },
    ],
    ['IPTC that is UTF-8 and now says so', { 'IPTC:City': 'MÃ¼nchen' }, { 'IPTC:City': 'München' }],
    ['lists with nothing in them', { 'XMP-darktable:Masks': [{ a: '' }] }, {}],
  ])('%s', (_, old: Tags, now: Tags) => {
    expect(lost(old, now)).toBeNull();
  });
});

describe('what was asked for may change', () => {
  test.each([
    ['a value', ['-XMP-xmp:Rating=3'], { 'XMP-xmp:Rating': 1 }, { 'XMP-xmp:Rating': 3 }],
    [
      'a text without a language',
      ['-XMP-dc:Title-x-default=New'],
      { 'XMP-dc:Title': 'Old' },
      { 'XMP-dc:Title': 'New' },
    ],
    [
      'EXIF, in whichever part it stands',
      ['-EXIF:ImageDescription=b'],
      { 'IFD0:ImageDescription': 'a' },
      { 'IFD0:ImageDescription': 'b' },
    ],
    [
      'a text in all languages, taken away',
      ['-XMP-dc:Title='],
      { 'XMP-dc:Title': 'a', 'XMP-dc:Title-de': 'b' },
      {},
    ],
    ['all that begins with a name', ['-XMP-exif:GPS*='], { 'XMP-exif:GPSAltitude': 5 }, {}],
    ['a group', ['-GPS:all='], { 'GPS:GPSAltitude': 5 }, {}],
  ])('%s', (_, args, old: Tags, now: Tags) => {
    expect(lost(old, now, args)).toBeNull();
    expect(lost(old, now)).not.toBeNull();
  });

  test.each([
    ['a text in another language stays', ['-XMP-dc:Title-x-default=New'], { 'XMP-dc:Title-de': 'Alt' }],
    ['a name that begins alike is another', ['-XMP-xmp:Rating=3'], { 'XMP-xmp:RatingOfOthers': 1 }],
    ['a group is not what is called alike', ['-GPS:all='], { 'XMP-exif:GPSAltitude': 5 }],
  ])('%s', (_, args, old: Tags) => {
    expect(lost(old, {}, args)).toBe(Object.keys(old)[0]);
  });
});
