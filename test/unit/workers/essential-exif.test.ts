import { describe, expect, test } from 'vitest';
import { essentialExif } from '../../../src-main/workers/exif/essential-exif.ts';

const TAKEN = 'EXIF:DateTimeOriginal';

describe('when it was taken', () => {
  test.each([
    ['as written, no zone invented', { [TAKEN]: '2023:06:07 13:45:55' }, '2023-06-07T13:45:55'],
    [
      'with its fraction',
      { [TAKEN]: '2023:06:07 13:45:55', 'EXIF:SubSecTimeOriginal': '045' },
      '2023-06-07T13:45:55.045',
    ],
    [
      'a fraction that came as a number',
      { [TAKEN]: '2023:06:07 13:45:55', 'EXIF:SubSecTimeOriginal': 5 },
      '2023-06-07T13:45:55.5',
    ],
    [
      'blanks for a fraction',
      { [TAKEN]: '2023:06:07 13:45:55', 'EXIF:SubSecTimeOriginal': '  ' },
      '2023-06-07T13:45:55',
    ],
    ['an hour that daylight saving skips', { [TAKEN]: '2023:03:26 02:30:00' }, '2023-03-26T02:30:00'],
    ['before 1970', { [TAKEN]: '1931:02:28 08:00:00' }, '1931-02-28T08:00:00'],
    ['29 February of a leap year', { [TAKEN]: '2024:02:29 08:00:00' }, '2024-02-29T08:00:00'],
    ['30 February', { [TAKEN]: '2024:02:30 08:00:00' }, null],
    ['29 February of 2023', { [TAKEN]: '2023:02:29 08:00:00' }, null],
    ['a thirteenth month', { [TAKEN]: '2023:13:01 08:00:00' }, null],
    ['hour 24', { [TAKEN]: '2023:01:01 24:00:00' }, null],
    ['zeros', { [TAKEN]: '0000:00:00 00:00:00' }, null],
    ['blanks', { [TAKEN]: '    :  :     :  :  ' }, null],
    ['a number', { [TAKEN]: 20230607 }, null],
    ['nothing at all', {}, null],
    ['a day without a time is no time', { 'XMP:DateCreated': '2023:06:07' }, null],
  ])('%s', (_name, tags, expected) => {
    expect(essentialExif(tags).takenAt).toBe(expected);
  });

  test('the shutter goes before the digitiser, and that before XMP', () => {
    const tags = { 'XMP:DateTimeOriginal': '2003:01:01 00:00:00', 'EXIF:CreateDate': '2002:01:01 00:00:00' };
    expect(essentialExif(tags).takenAt).toBe('2002-01-01T00:00:00');
    expect(essentialExif({ ...tags, [TAKEN]: '2001:01:01 00:00:00' }).takenAt).toBe('2001-01-01T00:00:00');
  });

  test('an impossible date gives way to the next source', () => {
    const tags = { [TAKEN]: '0000:00:00 00:00:00', 'EXIF:CreateDate': '2002:01:01 00:00:00' };
    expect(essentialExif(tags).takenAt).toBe('2002-01-01T00:00:00');
  });

  test('IPTC keeps day and time apart', () => {
    const tags = { 'IPTC:DateCreated': '2006:10:29', 'IPTC:TimeCreated': '06:27:51-05:00' };
    expect(essentialExif(tags)).toMatchObject({ takenAt: '2006-10-29T06:27:51', takenOffsetMinutes: -300 });
  });
});

describe('its offset from UTC', () => {
  const at = (tags: Record<string, unknown>) => {
    const { takenAt, takenOffsetMinutes, takenOffsetSource } = essentialExif({
      [TAKEN]: '2023:06:07 13:45:55',
      ...tags,
    });
    expect(takenAt).toBe('2023-06-07T13:45:55');
    return [takenOffsetMinutes, takenOffsetSource];
  };

  test.each([
    ['the tag that belongs to it', { 'EXIF:OffsetTimeOriginal': '+05:45' }, 345, 'tag'],
    ['Z', { 'EXIF:OffsetTimeOriginal': 'Z' }, 0, 'tag'],
    ['the far west', { 'EXIF:OffsetTimeOriginal': '-12:00' }, -720, 'tag'],
    ['the far east', { 'EXIF:OffsetTimeOriginal': '+14:00' }, 840, 'tag'],
    ['no place on Earth', { 'EXIF:OffsetTimeOriginal': '+15:00' }, null, null],
    ['blanks', { 'EXIF:OffsetTimeOriginal': '   :  ' }, null, null],
    ['OffsetTime is about the last write', { 'EXIF:OffsetTime': '+02:00' }, null, null],
    [
      'OffsetTime of a file written at another time',
      { 'EXIF:OffsetTime': '+02:00', 'EXIF:ModifyDate': '2023:06:08 09:00:00' },
      null,
      null,
    ],
    [
      'OffsetTime of a file that was never written again',
      { 'EXIF:OffsetTime': '+02:00', 'EXIF:ModifyDate': '2023:06:07 13:45:55' },
      120,
      'tag',
    ],
    ['GPS', { 'EXIF:GPSDateStamp': '2023:06:07', 'EXIF:GPSTimeStamp': '12:45:55' }, 60, 'gps'],
    ['GPS a minute off', { 'EXIF:GPSDateStamp': '2023:06:07', 'EXIF:GPSTimeStamp': '12:44:55' }, 60, 'gps'],
    [
      'GPS of the day before',
      { 'EXIF:GPSDateStamp': '2023:06:06', 'EXIF:GPSTimeStamp': '23:45:50.5' },
      840,
      'gps',
    ],
    ['an old GPS fix', { 'EXIF:GPSDateStamp': '2023:06:07', 'EXIF:GPSTimeStamp': '12:38:00' }, null, null],
    [
      'a GPS date of years ago',
      { 'EXIF:GPSDateStamp': '2003:10:23', 'EXIF:GPSTimeStamp': '12:45:55' },
      null,
      null,
    ],
    ['GPS without a date', { 'EXIF:GPSTimeStamp': '12:45:55' }, null, null],
    ['GPS in UTC itself', { 'EXIF:GPSDateStamp': '2023:06:07', 'EXIF:GPSTimeStamp': '13:45:55' }, 0, 'gps'],
    [
      'the tag goes before GPS',
      {
        'EXIF:OffsetTimeOriginal': '+02:00',
        'EXIF:GPSDateStamp': '2023:06:07',
        'EXIF:GPSTimeStamp': '12:45:55',
      },
      120,
      'tag',
    ],
  ])('%s', (_name, tags, minutes, source) => {
    expect(at(tags)).toEqual([minutes, source]);
  });

  test('the offset of the digitiser belongs to its time alone', () => {
    const tags = { 'EXIF:CreateDate': '2023:06:07 13:45:55', 'EXIF:OffsetTimeDigitized': '+09:00' };
    expect(essentialExif(tags).takenOffsetMinutes).toBe(540);
    expect(at({ 'EXIF:OffsetTimeDigitized': '+09:00' })).toEqual([null, null]);
  });

  test('a movie of a phone has it in the text', () => {
    expect(essentialExif({ 'QuickTime:CreationDate': '2026:03:23 15:57:19+01:00' })).toMatchObject({
      takenAt: '2026-03-23T15:57:19',
      takenOffsetMinutes: 60,
      takenOffsetSource: 'tag',
    });
  });
});

describe('where', () => {
  const where = (latitude: unknown, ns: unknown, longitude: unknown, ew: unknown) => {
    const exif = essentialExif({
      'EXIF:GPSLatitude': latitude,
      'EXIF:GPSLatitudeRef': ns,
      'EXIF:GPSLongitude': longitude,
      'EXIF:GPSLongitudeRef': ew,
    });
    return [exif.latitude, exif.longitude];
  };

  test.each([
    ['south and west are negative', [33.5, 'S', 151.25, 'W'], [-33.5, -151.25]],
    ['words for letters', [33.5, 'South', 151.25, 'East'], [-33.5, 151.25]],
    ['the north pole', [90, 'N', 0, 'E'], [90, 0]],
    ['the date line', [17.5, 'S', 180, 'W'], [-17.5, -180]],
    ['null island is a place', [0, 'N', 0, 'W'], [0, 0]],
    ['no hemisphere, no place', [33.5, undefined, 151.25, 'E'], [null, null]],
    ['a zero denominator', ['undef', 'N', 151.25, 'E'], [null, null]],
    ['an empty value', ['', 'N', 151.25, 'E'], [null, null]],
    ['past the pole', [91, 'N', 151.25, 'E'], [null, null]],
    ['half a position', [33.5, 'N', undefined, undefined], [null, null]],
  ])('%s', (_name, [latitude, ns, longitude, ew], expected) => {
    expect(where(latitude, ns, longitude, ew)).toEqual(expected);
  });

  test('XMP where EXIF has none', () => {
    expect(essentialExif({ 'XMP:GPSLatitude': -12.5, 'XMP:GPSLongitude': 7 })).toMatchObject({
      latitude: -12.5,
      longitude: 7,
    });
  });
});

describe('rating', () => {
  test.each([
    [{ 'XMP:Rating': 3 }, 3],
    [{ 'XMP:Rating': 0 }, 0],
    [{ 'XMP:Rating': -1 }, -1],
    [{ 'XMP:Rating': '4' }, 4],
    [{ 'XMP:Rating': 99 }, null],
    [{ 'XMP:Rating': 2, 'EXIF:Rating': 4 }, 2],
    [{ 'EXIF:Rating': 4 }, 4],
    [{ 'EXIF:RatingPercent': 99 }, 5],
    [{ 'XMP:RatingPercent': 75 }, 4],
    [{ 'XMP:RatingPercent': 50 }, 3],
    [{ 'XMP:RatingPercent': 25 }, 2],
    [{ 'XMP:RatingPercent': 1 }, 1],
    [{ 'XMP:RatingPercent': 0 }, 0],
    [{ 'XMP:Rating': 5, 'XMP:RatingPercent': 1 }, 5],
    [{}, null],
  ])('%j → %s', (tags, expected) => {
    expect(essentialExif(tags).said.rating).toBe(expected);
  });
});

describe('words', () => {
  test.each([
    ['a list', { 'XMP:Subject': ['bird', 'gull'] }, ['bird', 'gull']],
    ['one alone', { 'XMP:Subject': 'bird' }, ['bird']],
    ['twice and with blanks', { 'XMP:Subject': [' bird', 'bird ', ''] }, ['bird']],
    ['numbers and truth values are words too', { 'XMP:Subject': [2024, true, 'x'] }, ['2024', 'true', 'x']],
    ['XMP before IPTC', { 'XMP:Subject': ['new'], 'IPTC:Keywords': ['old'] }, ['new']],
    ['IPTC alone', { 'IPTC:Keywords': ['café'] }, ['café']],
    ['whatever they are made of', { 'XMP:Subject': ['?', '***', '-', '...'] }, ['?', '***', '-', '...']],
    [
      'a slash that is part of a name',
      { 'XMP:Subject': 'AC/DC', 'XMP:TagsList': 'AC/DC' },
      ['AC/DC', 'AC/DC'],
    ],
    ['a path alone', { 'XMP:HierarchicalSubject': ['Animal|Bird|Gull'] }, ['Animal|Bird|Gull']],
    ['digiKam has slashes', { 'XMP:TagsList': ['Animal/Bird/Gull'] }, ['Animal|Bird|Gull']],
    [
      'a flat word and a path',
      { 'XMP:Subject': 'Gull', 'XMP:HierarchicalSubject': ['A|Other'] },
      ['Gull', 'A|Other'],
    ],
    ['none', {}, []],
  ])('keywords: %s', (_name, tags, expected) => {
    const { subjects, hierarchical } = essentialExif(tags).said;
    expect([...subjects, ...hierarchical]).toEqual(expected);
  });

  test.each([
    ['OLYMPUS DIGITAL CAMERA', null],
    ['SANYO DIGITAL CAMERA', null],
    ['SONY DSC', null],
    ['DSC00019', null],
    ['   ', null],
    ['\0\0\0', null],
    ['Grandma at the digital camera shop', 'Grandma at the digital camera shop'],
  ])('caption %j → %j', (written, expected) => {
    expect(essentialExif({ 'EXIF:ImageDescription': written }).said.caption).toBe(expected);
  });

  test.each([
    ['Untitled', 'Untitled'],
    ['My first digital camera', 'My first digital camera'],
    ['DSC00019', 'DSC00019'],
    ['...', '...'],
    ['OLYMPUS DIGITAL CAMERA', null],
    ['SONY DSC', null],
  ])('caption %j in XMP, where people write and programs copy from EXIF → %j', (written, expected) => {
    expect(essentialExif({ 'XMP:Description': written }).said.caption).toBe(expected);
    expect(essentialExif({ 'IPTC:Caption-Abstract': written }).said.caption).toBe(expected);
  });

  test.each(['?', '***', '-', '1.50', 'true'])('title %j', (title) => {
    expect(essentialExif({ 'XMP:Title': title }).said.title).toBe(title);
  });

  test('a camera whose name is a number keeps it', () => {
    expect(essentialExif({ 'EXIF:Make': 'Nokia', 'EXIF:Model': 6300 })).toMatchObject({
      cameraMake: 'Nokia',
      cameraModel: '6300',
    });
  });

  test.each([
    [{ 'EXIF:LensModel': 'EF50mm f/1.2L USM', 'Composite:LensID': 'Canon EF 50mm' }, 'EF50mm f/1.2L USM'],
    [{ 'Composite:LensID': 'AF Nikkor 50mm f/1.8D' }, 'AF Nikkor 50mm f/1.8D'],
    [{ 'Composite:LensID': 'Unknown (A2 40 25 44 34 34 00 06)', 'XMP:Lens': '24-70 mm' }, '24-70 mm'],
    [{ 'EXIF:LensModel': '----' }, null],
  ])('lens of %j → %s', (tags, expected) => {
    expect(essentialExif(tags).lens).toBe(expected);
  });
});

test.each([
  [1, 1],
  [8, 8],
  [0, null],
  [9, null],
  [255, null],
  ['Horizontal', null],
])('orientation %j → %j', (value, expected) => {
  expect(essentialExif({ 'EXIF:Orientation': value }).orientation).toBe(expected);
});
