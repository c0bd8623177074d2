import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeByteLength } from '../../../src-main/files/native-path.ts';
import { type Member, type Place, placeBundle } from '../../../src-main/library/place-bundle.ts';

const member = (fileId: number, name: string, base: string): Member => ({ fileId, name, base });
const namesOf = (place: Place) => [...place.names.values()];
const without =
  (...taken: string[]) =>
  async (place: Place): Promise<boolean> =>
    namesOf(place).every((name) => !taken.includes(name));

describe('names for all files of a photo', () => {
  test('are those that they have, where all of them are free', async () => {
    const members = [member(1, 'A.JPG', 'A'), member(2, 'A.NEF.xmp', 'A')];
    expect(await placeBundle(members, 'A', without())).toMatchObject({ base: 'A' });
    expect(namesOf(await placeBundle(members, 'B', without()))).toEqual(['B.JPG', 'B.NEF.xmp']);
  });

  test('are all numbered where one of them is taken: a bundle is never torn', async () => {
    const members = [member(1, 'A.JPG', 'A'), member(2, 'A.NEF', 'A')];
    expect(namesOf(await placeBundle(members, 'A', without('A.NEF', 'A (2).JPG')))).toEqual([
      'A (3).JPG',
      'A (3).NEF',
    ]);
  });

  test('fit, also where a file comes back to a photo whose name has become longer than its own ending allows', async () => {
    const long = 'x'.repeat(251);
    const members = [member(1, `${long}.JPG`, long), member(2, 'A.NEF.xmp', 'A')];
    const names = namesOf(await placeBundle(members, long, without()));
    expect(names.map((name) => nativeByteLength(name) <= 255)).toEqual([true, true]);
    expect(names.map((name) => name.replace(/^x+/, ''))).toEqual([' (2).JPG', ' (2).NEF.xmp']);
  });

  test('tell two files of one photo apart that want the same one; what is there keeps it', async () => {
    const members = [member(1, 'A.JPG', 'A'), member(2, 'A.JPG', 'A')];
    expect(await placeBundle(members, 'A', without())).toEqual({
      base: 'A',
      names: new Map([
        [1, 'A.JPG'],
        [2, 'A (2).JPG'],
      ]),
    });
  });

  test('keep one whole that does not begin with its photo’s', async () => {
    expect(namesOf(await placeBundle([member(1, 'by hand.jpg', 'A')], 'B', without()))).toEqual([
      'by hand.jpg',
    ]);
  });

  test('are never longer than a file system takes, never twice the same, and always free', async () => {
    const base = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
      .filter((text) => !/[/\0]/.test(text));
    const suffixes = fc.array(fc.constantFrom('.JPG', '.NEF', '.xmp', '.NEF.xmp', ''), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(base, suffixes, fc.nat(5), async (name, ends, taken) => {
        fc.pre(nativeByteLength(name) <= 240);
        const members = ends.map((end, at) => member(at, name + end, name));
        let asked = 0;
        const place = await placeBundle(members, name, async () => {
          asked += 1;
          return asked > taken;
        });
        const names = namesOf(place);
        expect(new Set(names).size).toBe(members.length);
        for (const one of names) expect(nativeByteLength(one)).toBeLessThanOrEqual(255);
      }),
    );
  });
});
