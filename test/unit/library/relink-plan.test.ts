import { describe, expect, test } from 'vitest';
import {
  type PhotoWithGone,
  type Planned,
  planRelinks,
  type Stray,
} from '../../../src-main/library/relink-plan.ts';

const HERE = 1;
const ELSEWHERE = 2;

const stray = (name: string, content: string, bytes = 100): Stray => ({ name, bytes, sha256: content });
const gone = (fileId: number, name: string, content: string, bytes = 100) => ({
  fileId,
  name,
  bytes,
  sha256: content,
  isRider: name.endsWith('.xmp'),
});
const photo = (photoId: number, base: string, more: Partial<PhotoWithGone>): PhotoWithGone => ({
  photoId,
  projectId: HERE,
  base,
  gone: [],
  there: [],
  leftBehind: [],
  hasTrash: false,
  ...more,
});
const free = (): boolean => true;

describe('a file that turned up under another name', () => {
  test('the photo follows when all of it has one new name', () => {
    const photos = [
      photo(7, 'IMG_1', {
        gone: [gone(1, 'IMG_1.JPG', 'a'), gone(2, 'IMG_1.CR3', 'b'), gone(3, 'IMG_1.CR3.xmp', 'c')],
      }),
    ];
    const strays = [stray('Sea.JPG', 'a'), stray('Sea.CR3', 'b'), stray('Sea.CR3.xmp', 'c')];
    expect(planRelinks(strays, photos, HERE, free)).toEqual([
      {
        photoId: 7,
        base: 'Sea',
        moves: false,
        from: 'IMG_1',
        files: [
          { fileId: 1, name: 'Sea.JPG', from: 'IMG_1.JPG' },
          { fileId: 2, name: 'Sea.CR3', from: 'IMG_1.CR3' },
          { fileId: 3, name: 'Sea.CR3.xmp', from: 'IMG_1.CR3.xmp' },
        ],
      },
    ]);
  });

  test.for([
    ['only a half was renamed', { there: ['IMG_1.CR3'] }, free, 'IMG_1'],
    ['the new name is another photo’s', {}, (): boolean => false, 'IMG_1'],
    ['nothing stands in the way', {}, free, 'Sea'],
  ] as const)('%s', ([, more, isFree, base]) => {
    const photos = [photo(7, 'IMG_1', { gone: [gone(1, 'IMG_1.JPG', 'a')], ...more })];
    const [relink] = planRelinks([stray('Sea.JPG', 'a')], photos, HERE, isFree);
    expect(relink).toMatchObject({ photoId: 7, base, files: [{ fileId: 1, name: 'Sea.JPG' }] });
  });

  test('an extension in another case is another name, too', () => {
    const photos = [photo(7, 'img', { gone: [gone(1, 'img.jpg', 'a')] })];
    expect(planRelinks([stray('IMG.JPG', 'a')], photos, HERE, free)[0]).toMatchObject({ base: 'IMG' });
  });

  test('other content, or the same content once only, is not the file', () => {
    const twins = [
      photo(7, 'A', { gone: [gone(1, 'A.JPG', 'a')] }),
      photo(8, 'B', { gone: [gone(2, 'B.JPG', 'a')] }),
    ];
    expect(planRelinks([stray('X.JPG', 'z')], twins, HERE, free)).toEqual([]);
    expect(planRelinks([stray('X.JPG', 'a')], twins, HERE, free)).toMatchObject([{ photoId: 7 }]);
  });

  test('of copies, the one whose name is the most alike', () => {
    const photos = [photo(7, 'A', { gone: [gone(1, 'A.JPG', 'a')] })];
    const strays = [stray('other.png', 'a'), stray('A (2).JPG', 'a')];
    expect(planRelinks(strays, photos, HERE, free)[0]?.files).toMatchObject([
      { fileId: 1, name: 'A (2).JPG' },
    ]);
  });

  test('empty files are all alike: only the name tells them', () => {
    const photos = [photo(7, 'A', { gone: [gone(1, 'A.JPG', 'e', 0)] })];
    expect(planRelinks([stray('B.JPG', 'e', 0)], photos, HERE, free)).toEqual([]);
    expect(planRelinks([stray('A.JPG', 'e', 0)], photos, HERE, free)).toHaveLength(1);
  });

  test('two photos are not given one name', () => {
    const photos = [
      photo(7, 'A', { gone: [gone(1, 'A.JPG', 'a')] }),
      photo(8, 'B', { gone: [gone(2, 'B.CR3', 'b')] }),
    ];
    const bases = planRelinks([stray('S.JPG', 'a'), stray('S.CR3', 'b')], photos, HERE, free).map(
      ({ base }) => base,
    );
    expect(bases).toEqual(['S', 'B']);
  });
});

describe('names that change hands', () => {
  const bases = ['A', 'B', 'C'];
  const three = bases.map((base, at) => photo(at + 1, base, { gone: [gone(at + 1, `${base}.JPG`, base)] }));
  /** Their own names are free only where they give them up. */
  const ownedBy =
    (others: readonly string[] = []) =>
    (base: string, { leaving }: Planned): boolean => {
      if (others.includes(base)) return false;
      const owner = bases.indexOf(base) + 1;
      return owner === 0 || leaving.has(owner);
    };
  const planned = (names: Record<string, string>, isFree: ReturnType<typeof ownedBy>) =>
    planRelinks(
      Object.entries(names).map(([content, name]) => stray(`${name}.JPG`, content)),
      three,
      HERE,
      isFree,
    ).map(({ base }) => base);

  test.for([
    ['a shift', { A: 'B', B: 'C', C: 'D' }, [], ['B', 'C', 'D']],
    ['a ring', { A: 'B', B: 'C', C: 'A' }, [], ['B', 'C', 'A']],
    ['a shift whose end is another photo’s: nobody can move up', { A: 'B', B: 'C', C: 'D' }, ['D'], bases],
    ['only those behind the one that stays have to', { A: 'E', B: 'C', C: 'D' }, ['D'], ['E', 'B', 'C']],
  ] as const)('%s', ([, names, others, expected]) => {
    expect(planned(names, ownedBy(others))).toEqual(expected);
  });
});

describe('sidecars that are all alike', () => {
  const nameOf = (relinks: ReturnType<typeof planRelinks>) =>
    relinks.map(({ base, files }) => [base, files.map(({ name }) => name).sort()]);
  const photos = (bases: readonly string[]) =>
    bases.map((base, at) =>
      photo(at + 1, base, {
        gone: [gone(10 + at, `${base}.JPG`, base), gone(20 + at, `${base}.xmp`, 'tagged')],
      }),
    );

  test('go with the picture of their name', () => {
    const strays = ['Y.xmp', 'X.xmp'].map((name) => stray(name, 'tagged'));
    const moved = [...strays, stray('X.JPG', 'A'), stray('Y.JPG', 'B')];
    expect(nameOf(planRelinks(moved, photos(['A', 'B']), HERE, free))).toEqual([
      ['X', ['X.JPG', 'X.xmp']],
      ['Y', ['Y.JPG', 'Y.xmp']],
    ]);
  });

  test('and change hands with the pictures, though nothing in their place has changed', () => {
    const [a, b] = photos(['A', 'B']);
    if (a === undefined || b === undefined) throw new Error('two photos');
    // A became B, and B became C. What lies under B.xmp is what always lay there, to the byte.
    const leftBehind = b.gone.filter(({ isRider }) => isRider);
    const shifted = { ...b, gone: b.gone.filter(({ isRider }) => !isRider), leftBehind, there: ['B.xmp'] };
    const strays = [stray('B.JPG', 'A'), stray('C.JPG', 'B'), stray('C.xmp', 'tagged')];
    expect(nameOf(planRelinks(strays, [a, shifted], HERE, free))).toEqual([
      ['B', ['B.JPG', 'B.xmp']],
      ['C', ['C.JPG', 'C.xmp']],
    ]);
  });

  test('stay where they are, if the pictures went without them', () => {
    const [a] = photos(['A']);
    if (a === undefined) throw new Error('a photo');
    const leftBehind = a.gone.filter(({ isRider }) => isRider);
    const alone = { ...a, gone: a.gone.filter(({ isRider }) => !isRider), leftBehind, there: ['A.xmp'] };
    expect(nameOf(planRelinks([stray('X.JPG', 'A')], [alone], HERE, free))).toEqual([
      ['A', ['A.xmp', 'X.JPG']],
    ]);
  });
});

describe('a file that turned up in another project', () => {
  const pair = [gone(1, 'A.JPG', 'a'), gone(2, 'A.CR3', 'b')];
  const both = [stray('A.JPG', 'a'), stray('A.CR3', 'b')];

  test.for([
    ['all of the photo is here: it moves', { gone: pair }, both, free, true],
    ['a half turned up', { gone: pair }, [stray('A.JPG', 'a')], free, false],
    ['a half is where it was', { gone: [gone(1, 'A.JPG', 'a')], there: ['A.CR3'] }, both, free, false],
    ['a half is in the trash of its project', { gone: pair, hasTrash: true }, both, free, false],
    ['a photo of its name is here', { gone: pair }, both, (): boolean => false, false],
  ] as const)('%s', ([, more, strays, isFree, moves]) => {
    const photos = [photo(7, 'A', { projectId: ELSEWHERE, ...more })];
    expect(planRelinks(strays, photos, HERE, isFree).map((relink) => relink.moves)).toEqual(
      moves ? [true] : [],
    );
  });

  test('what was renamed in this project comes first', () => {
    const photos = [
      photo(3, 'A', { projectId: ELSEWHERE, gone: [gone(1, 'A.JPG', 'a')] }),
      photo(9, 'B', { gone: [gone(2, 'B.JPG', 'a')] }),
    ];
    expect(planRelinks([stray('C.JPG', 'a')], photos, HERE, free)).toMatchObject([
      { photoId: 9, moves: false },
    ]);
  });
});
