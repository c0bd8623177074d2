import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roleByName } from '../../../src-main/library/file-names.ts';
import { unwantedFiles } from '../../../src-main/library/wanted-files.ts';

const files = (...names: string[]) => names.map((path) => ({ path, role: roleByName(path) }));
const removed = (keepJpg: boolean, keepRaw: boolean, ...names: string[]) =>
  unwantedFiles({ keepJpg, keepRaw }, files(...names)).remove.map(({ file }) => file.path);

describe('what a commit removes', () => {
  test.each([
    ['nothing where both halves are wanted', true, true, ['A.JPG', 'A.NEF', 'A.xmp'], []],
    [
      'all of a rejected photo',
      false,
      false,
      ['A.JPG', 'A.NEF', 'A.xmp', 'A.MOV'],
      ['A.JPG', 'A.NEF', 'A.xmp', 'A.MOV'],
    ],
    [
      'the RAW, and the sidecar that names it',
      true,
      false,
      ['A.JPG', 'A.NEF', 'A.NEF.xmp'],
      ['A.NEF', 'A.NEF.xmp'],
    ],
    ['the JPG, and not the sidecar of both', false, true, ['A.JPG', 'A.NEF', 'A.xmp'], ['A.JPG']],
    ['no JPG whose RAW is not there', false, true, ['A.JPG', 'A.xmp'], []],
    ['no RAW whose JPG is not there', true, false, ['A.NEF', 'A.NEF.xmp'], []],
    ['a rejected movie', false, false, ['A.MOV'], ['A.MOV']],
    ['no movie beside a picture that stays', false, true, ['A.JPG', 'A.NEF', 'A.MOV'], ['A.JPG']],
  ])('%s', (_what, keepJpg, keepRaw, names, gone) => {
    expect(removed(keepJpg, keepRaw, ...names)).toEqual(gone);
  });

  test('says where it left the last picture although that half was not wanted', () => {
    expect(unwantedFiles({ keepJpg: false, keepRaw: true }, files('A.JPG')).keptLastPicture).toBe(true);
    expect(unwantedFiles({ keepJpg: false, keepRaw: true }, files('A.MOV')).keptLastPicture).toBe(false);
  });

  test('is never the last picture of a photo of which a half is wanted', () => {
    const names = fc.subarray(['A.JPG', 'A.NEF', 'A.xmp', 'A.NEF.xmp', 'A.JPG.xmp', 'A.MOV', 'A.txt']);
    fc.assert(
      fc.property(names, fc.boolean(), fc.boolean(), (list, keepJpg, keepRaw) => {
        fc.pre(keepJpg || keepRaw);
        const gone = new Set(removed(keepJpg, keepRaw, ...list));
        const pictures = list.filter((name) => name === 'A.JPG' || name === 'A.NEF');
        if (pictures.length > 0) expect(pictures.some((name) => !gone.has(name))).toBe(true);
      }),
    );
  });
});
