import { describe, expect, test } from 'vitest';
import { type BundleMember, bundleByName, splitByTime } from '../../../src-main/library/bundles.ts';
import { roleByName } from '../../../src-main/library/file-names.ts';
import type { FileRole } from '../../../src-preload/contract/photos.ts';

const member = (path: string, role?: FileRole): BundleMember => {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  return { folder: path.slice(0, Math.max(0, slash)), name, role: role ?? roleByName(name) };
};
const bundlesOf = (...paths: string[]) =>
  bundleByName(paths.map((path) => member(path))).map((bundle) => bundle.members.map((m) => m.name).sort());

describe('files of one folder and one base name are one photo', () => {
  test('whatever the case of the extension', () => {
    expect(bundlesOf('IMG_1001.CR2', 'IMG_1001.jpg')).toEqual([['IMG_1001.CR2', 'IMG_1001.jpg']]);
  });

  test('but not when the base names differ in case: two shots, until somebody says otherwise', () => {
    expect(bundlesOf('IMG_1002.JPG', 'img_1002.cr2')).toHaveLength(2);
  });

  test('with both styles of sidecars', () => {
    expect(bundlesOf('D.NEF', 'D.JPG', 'D.xmp', 'D.NEF.xmp')).toHaveLength(1);
  });

  test('a sidecar of a dotted name finds its photo by the whole name too', () => {
    expect(bundlesOf('trip.jpg.jpg', 'trip.jpg.xmp')).toEqual([['trip.jpg.jpg', 'trip.jpg.xmp']]);
  });

  test('with a voice memo, a movie and a JSON of the same name', () => {
    expect(bundlesOf('P1.JPG', 'P1.WAV', 'P1.MOV', 'P1.json')).toHaveLength(1);
  });

  test('edits and copies have names of their own and stay apart', () => {
    expect(
      bundlesOf(
        'IMG_9.CR2',
        'IMG_9.JPG',
        'IMG_9 (1).JPG',
        'IMG_9 copy.JPG',
        'IMG_9-edited.jpg',
        'IMG_E9.JPG',
      ),
    ).toHaveLength(5);
  });

  test('a name that only begins like another is no partner', () => {
    expect(bundlesOf('trip.2003.11.CRW', 'trip.2003.11.jpg', 'trip.2003.jpg')).toEqual([
      ['trip.2003.11.CRW', 'trip.2003.11.jpg'],
      ['trip.2003.jpg'],
    ]);
  });

  test('files of different folders are never bundled by name alone', () => {
    expect(bundlesOf('a/IMG_1.JPG', 'b/IMG_1.CR2')).toHaveLength(2);
  });
});

describe('a pair whose halves were taken at different times', () => {
  const files = ['D.JPG', 'D.NEF', 'D.xmp', 'D.NEF.xmp'].map((name) => member(name));
  const split = (jpg: string | null, nef: string | null) =>
    splitByTime({ folder: '', base: 'D', members: files }, (m) => (m.role === 'raw' ? nef : jpg)).map(
      (bundle) => bundle.members.map((m) => m.name),
    );

  test('is two photos; the sidecar that names the RAW goes with it', () => {
    expect(split('2020-01-01T10:00:00', '2004-01-01T10:00:00')).toEqual([
      ['D.JPG', 'D.xmp'],
      ['D.NEF', 'D.NEF.xmp'],
    ]);
  });

  test.each([
    ['2020-01-01T10:00:00', '2020-01-01T10:00:02'],
    [null, '2020-01-01T10:00:00'],
    ['2020-01-01T10:00:00', null],
  ])('but %j and %j do not contradict each other', (jpg, nef) => {
    expect(split(jpg, nef)).toHaveLength(1);
  });
});
