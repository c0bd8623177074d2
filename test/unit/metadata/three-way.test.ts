import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Description, NOTHING, normalized } from '../../../src-main/metadata/description.ts';
import { mergeSources, type Said } from '../../../src-main/metadata/merge-sources.ts';
import { compareThreeWay, knownAfter } from '../../../src-main/metadata/three-way.ts';

const of = (some: Partial<Description>): Description => normalized({ ...NOTHING, ...some });
const verdicts = (base: Partial<Description>, ours: Partial<Description>, theirs: Partial<Description>) =>
  compareThreeWay(base, of(ours), of(theirs)).map(({ field, verdict, becomes }) => [field, verdict, becomes]);

describe('the library, the disk, and what both said when they last agreed', () => {
  test.each([
    ['nobody changed anything', { title: 'a' }, { title: 'a' }, { title: 'a' }, []],
    ['only the disk changed', { title: 'a' }, { title: 'a' }, { title: 'b' }, [['title', 'take', 'b']]],
    ['only the library changed', { title: 'a' }, { title: 'b' }, { title: 'a' }, [['title', 'pending', 'b']]],
    ['both changed, alike', { title: 'a' }, { title: 'b' }, { title: 'b' }, []],
    [
      'both changed, each in its own way',
      { title: 'a' },
      { title: 'b' },
      { title: 'c' },
      [['title', 'conflict', 'b']],
    ],
    ['the disk took it away', { title: 'a' }, { title: 'a' }, {}, [['title', 'take', null]]],
    ['never compared, and the library says nothing', {}, {}, { rating: 4 }, [['rating', 'take', 4]]],
    ['never compared, and the disk says nothing', {}, { rating: 4 }, {}, [['rating', 'pending', 4]]],
    ['never compared, and they differ', {}, { rating: 4 }, { rating: 2 }, [['rating', 'conflict', 4]]],
  ])('scalars: %s', (_what, base, ours, theirs, expected) => {
    expect(verdicts(base, ours, theirs)).toEqual(expected);
  });

  test.each([
    ['each added one', ['a'], ['a', 'b'], ['a', 'c'], 'merge', ['a', 'b', 'c']],
    ['one was removed here, another there', ['a', 'b', 'c'], ['b', 'c'], ['a', 'c'], 'merge', ['c']],
    ['removed here', ['a', 'b'], ['a'], ['a', 'b'], 'pending', ['a']],
    ['removed there', ['a', 'b'], ['a', 'b'], ['a'], 'take', ['a']],
    ['never compared: nothing of either is lost', undefined, ['a'], ['b'], 'merge', ['a', 'b']],
  ])('lists: %s', (_what, base, ours, theirs, verdict, becomes) => {
    const known = base === undefined ? {} : { subjects: base };
    expect(verdicts(known, { subjects: ours }, { subjects: theirs })).toEqual([
      ['subjects', verdict, becomes],
    ]);
  });

  test.each([
    ['what is silent took nothing away', 'no-picture', {}, [['title', 'pending', 'a']], undefined],
    ['what is left may be edited', 'no-picture', { title: 'b' }, [['title', 'take', 'b']], 'b'],
    ['what is left may be of before', 'no-sidecar', { title: 'b' }, [['title', 'conflict', 'a']], 'a'],
    ['what is left may say the same', 'no-sidecar', { title: 'a' }, [], 'a'],
  ] as const)('with a file out of reach: %s', (_what, reach, theirs, expected, after) => {
    const base = { title: 'a' };
    const differences = compareThreeWay(base, of(base), of(theirs), reach);
    expect(differences.map(({ field, verdict, becomes }) => [field, verdict, becomes])).toEqual(expected);
    expect(knownAfter(base, of(theirs), differences, reach).title).toBe(after);
  });

  test('what was taken away here does not come back when a file is in reach again', () => {
    const [base, ours] = [{ title: 'a' }, of({})];
    const away = compareThreeWay(base, ours, of({}), 'no-picture');
    const known = knownAfter(base, of({}), away, 'no-picture');
    expect(compareThreeWay(known, ours, of({ title: 'a' }))).toMatchObject([{ verdict: 'pending' }]);
  });

  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'x|y', 'x|z'), { maxLength: 5 });
  const description = fc
    .record({
      rating: fc.constantFrom(0, 1, 5),
      title: fc.constantFrom(null, 't', 'u'),
      caption: fc.constantFrom(null, 'v'),
      subjects: names,
      hierarchical: names,
      people: names,
      takenAt: fc.constantFrom(null, '2026-06-01T10:00:00', '2026-06-01T10:00:00+02:00'),
      position: fc.constantFrom(null, '64.1,-21.9'),
    })
    .map(normalized);
  const known = fc.oneof(fc.constant({}), description);

  test('an import leaves nothing to take: doing it twice is doing it once', () => {
    fc.assert(
      fc.property(known, description, description, (base, ours, theirs) => {
        const first = compareThreeWay(base, ours, theirs);
        const after = { ...ours } as Record<string, unknown>;
        for (const { field, verdict, becomes } of first) {
          if (verdict === 'take' || verdict === 'merge') after[field] = becomes;
        }
        const second = compareThreeWay(
          knownAfter(base, theirs, first),
          after as unknown as Description,
          theirs,
        );
        expect(second.filter(({ verdict }) => verdict === 'take' || verdict === 'merge')).toEqual([]);
        const conflicts = (list: typeof first) =>
          list.filter(({ verdict }) => verdict === 'conflict').map(({ field }) => field);
        expect(conflicts(second)).toEqual(conflicts(first));
      }),
    );
  });

  test('no keyword is lost that either side has and neither removed', () => {
    fc.assert(
      fc.property(known, description, description, (base: Partial<Description>, ours, theirs) => {
        for (const { field, becomes } of compareThreeWay(base, ours, theirs)) {
          if (field !== 'subjects' && field !== 'hierarchical') continue;
          const kept = [...ours[field], ...theirs[field]].filter((name) => {
            const wasThere = base[field]?.includes(name) ?? false;
            return !wasThere || (ours[field].includes(name) && theirs[field].includes(name));
          });
          for (const name of kept) expect(becomes).toContain(name);
        }
      }),
    );
  });
});

describe('several files of one photo', () => {
  const said = (some: Partial<Said>): Said => ({
    rating: null,
    title: null,
    caption: null,
    subjects: [],
    hierarchical: [],
    takenAt: null,
    position: null,
    people: [],
    emptied: [],
    ...some,
  });

  test('say together what the first of them says of each field, in the order of the preference', () => {
    const sources = [
      { kind: 'embedded' as const, said: said({ rating: 2, caption: 'in the picture', subjects: ['old'] }) },
      { kind: 'sidecar' as const, said: said({ rating: 5, subjects: ['new'] }) },
    ];
    expect(mergeSources(sources, 'sidecar-first')).toEqual(
      of({ rating: 5, caption: 'in the picture', subjects: ['new'] }),
    );
    expect(mergeSources(sources, 'embedded-first')).toEqual(
      of({ rating: 2, caption: 'in the picture', subjects: ['old'] }),
    );
  });

  test('each level of a hierarchical keyword is that keyword, and no flat one beside it', () => {
    expect(
      normalized({
        ...NOTHING,
        subjects: ['iceland', 'places', 'birds'],
        hierarchical: ['places|iceland', 'one'],
      }),
    ).toEqual({
      ...NOTHING,
      subjects: ['birds', 'one'],
      hierarchical: ['places|iceland'],
    });
  });
});

test('what no XML can say is not kept: it could never be written', () => {
  expect(normalized({ ...NOTHING, title: 'a\ufffeb\uffff\ud800c\u{1F600}' }).title).toBe('abc\u{1F600}');
});
