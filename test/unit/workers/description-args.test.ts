import { expect, test } from 'vitest';
import { argsFor } from '../../../src-main/workers/exif/description-args.ts';

const order = (
  fields: Parameters<typeof argsFor>[0]['fields'],
  more: Partial<Parameters<typeof argsFor>[0]> = {},
) => ({
  kind: 'sidecar' as const,
  fields,
  emptied: [],
  sidecarFor: null,
  ...more,
});

test('what is not named gets no argument', () => {
  expect(argsFor(order({}), { 'XMP:Title': 'theirs', 'IPTC:Keywords': ['x'] })).toEqual([]);
});

test.each([
  ['a line end would be another argument', 'a\nb\r-overwrite', 'a&#10;b&#13;-overwrite'],
  ['an entity stays the text that it is', '&#65; & <b>', '&#38;#65; &#38; &#60;b&#62;'],
  ['blanks at the ends would be cut off', ' a ', '&#32;a&#32;'],
  ['tabs and NULs', 'a\tb\0c', 'a&#9;b&#0;c'],
  ['signs that are arguments elsewhere', '-Rating=5', '-Rating=5'],
])('%s', (_why, title, expected) => {
  expect(argsFor(order({ title }), {})).toEqual([`-XMP-dc:Title-x-default=${expected}`]);
});

test.each([
  [{ title: null }, [], ['-XMP-dc:Title=']],
  [{ title: null }, ['title' as const], ['-XMP-dc:Title^=']],
  [{ people: [] }, ['people' as const], ['-XMP-iptcExt:PersonInImage^=']],
  [
    { subjects: [], hierarchical: [] },
    ['subjects' as const],
    ['-XMP-dc:Subject^=', '-XMP-lr:HierarchicalSubject='],
  ],
])('%j, said outright %j: %j', (fields, emptied, expected) => {
  expect(argsFor(order(fields, { emptied }), {})).toEqual(expected);
});

test('keywords: each level stands among the flat ones, and older homes are kept in step where they are', () => {
  const fields = { subjects: ['birds'], hierarchical: ['places|iceland'] };
  expect(argsFor(order(fields), {})).toEqual([
    '-XMP-dc:Subject=birds',
    '-XMP-dc:Subject=places',
    '-XMP-dc:Subject=iceland',
    '-XMP-lr:HierarchicalSubject=places|iceland',
  ]);
  const older = { 'XMP:TagsList': 'x', 'IPTC:Keywords': 'x', 'Photoshop:IPTCDigest': '00' };
  expect(argsFor(order(fields), older)).toEqual(
    expect.arrayContaining([
      '-XMP-digiKam:TagsList=birds',
      '-XMP-digiKam:TagsList=places/iceland',
      '-IPTC:Keywords=iceland',
      '-IPTC:CodedCharacterSet=UTF8',
      '-Photoshop:IPTCDigest=new',
    ]),
  );
});

test('IPTC gets what fits, whole characters only; XMP gets all of it', () => {
  const title = 'ö'.repeat(40);
  expect(argsFor(order({ title }), { 'IPTC:ObjectName': 'x' })).toEqual([
    `-XMP-dc:Title-x-default=${title}`,
    `-IPTC:ObjectName=${'ö'.repeat(32)}`,
    '-IPTC:CodedCharacterSet=UTF8',
  ]);
});

test.each([
  [-1, 0, 0],
  [0, 0, 0],
  [1, 1, 1],
  [3, 50, 3],
  [5, 99, 5],
])('rating %i: Windows has %i percent, EXIF %i stars', (rating, percent, stars) => {
  const present = { 'XMP:RatingPercent': 25, 'EXIF:Rating': 2, 'EXIF:RatingPercent': 25 };
  expect(argsFor(order({ rating }), present)).toEqual([
    `-XMP-xmp:Rating=${rating}`,
    `-XMP-microsoft:RatingPercent=${percent}`,
    `-IFD0:Rating=${stars}`,
    `-IFD0:RatingPercent=${percent}`,
  ]);
});

test('a camera’s own words are no caption: they go when one is written, and stay when one is taken away', () => {
  const present = { 'EXIF:ImageDescription': 'OLYMPUS DIGITAL CAMERA' };
  expect(argsFor(order({ caption: null }, { kind: 'embedded' }), present)).toEqual(['-XMP-dc:Description=']);
  expect(argsFor(order({ caption: 'Sea' }, { kind: 'embedded' }), present)).toContain(
    '-EXIF:ImageDescription=Sea',
  );
});

test('time: in XMP in one piece, in EXIF in three, and the offset goes where nobody knows it', () => {
  const takenAt = '2026-06-01T10:00:00.05+02:00';
  expect(argsFor(order({ takenAt }), {})).toEqual([
    '-XMP-exif:DateTimeOriginal=2026:06:01 10:00:00.05+02:00',
    '-XMP-photoshop:DateCreated=2026:06:01 10:00:00.05+02:00',
  ]);
  expect(argsFor(order({ takenAt }, { kind: 'embedded' }), {})).toEqual([
    '-EXIF:DateTimeOriginal=2026:06:01 10:00:00',
    '-EXIF:SubSecTimeOriginal=05',
    '-EXIF:OffsetTimeOriginal=+02:00',
  ]);
  expect(argsFor(order({ takenAt: '2026-06-01T10:00:00' }, { kind: 'embedded' }), {})).toEqual([
    '-EXIF:DateTimeOriginal=2026:06:01 10:00:00',
    '-EXIF:SubSecTimeOriginal=',
    '-EXIF:OffsetTimeOriginal=',
  ]);
});

test('a place in the south-west, and one that is taken away with all that tells of it', () => {
  expect(argsFor(order({ position: '-33.5,-70.25' }, { kind: 'embedded' }), {})).toEqual([
    '-EXIF:GPSLatitude=33.5',
    '-EXIF:GPSLatitudeRef=S',
    '-EXIF:GPSLongitude=70.25',
    '-EXIF:GPSLongitudeRef=W',
  ]);
  expect(argsFor(order({ position: null }, { kind: 'embedded' }), {})).toEqual([
    '-XMP-exif:GPS*=',
    '-GPS:all=',
  ]);
});

test('what is too long for IPTC is cut between two characters, however long it is', () => {
  const args = (caption: string) => argsFor(order({ caption }), { 'IPTC:Caption-Abstract': 'x' });
  expect(args(`a${'é'.repeat(1000)}`)).toContain(`-IPTC:Caption-Abstract=a${'é'.repeat(999)}`);
  expect(args(`a${'\u{1F600}'.repeat(250_000)}`)).toContain(
    `-IPTC:Caption-Abstract=a${'\u{1F600}'.repeat(499)}`,
  );
});
