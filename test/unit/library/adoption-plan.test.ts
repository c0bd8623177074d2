import { describe, expect, test } from 'vitest';
import { planAdoption } from '../../../src-main/library/adoption-plan.ts';
import type { Candidate, PlannedBundle, PlannedFile } from '../../../src-main/library/import-plan.ts';

function file(name: string, role: Candidate['role'], code?: string): PlannedFile {
  const problem = code === undefined ? null : { code };
  return {
    candidate: {
      folder: '/lib/Trip',
      path: `/lib/Trip/${name}`,
      name,
      role,
      bytes: 5,
      mtimeMs: 1,
      content: { kind: 'image', format: 'jpeg' },
      problem,
      sha256: null,
      takenAt: null,
    },
    outcome: 'imported',
    photoId: null,
    problem,
  };
}

function bundle(base: string, take: PlannedFile[], more: Partial<PlannedBundle> = {}): PlannedBundle {
  return { base, joins: null, take, leave: [], ...more };
}

const shown = (bundles: PlannedBundle[], taken: string[] = []) => {
  const plan = planAdoption(bundles, (base) => !taken.includes(base));
  return {
    take: plan.take.flatMap(({ take }) => take.map(({ candidate }) => candidate.name)),
    leave: plan.leave.map(({ name, code }) => `${name}: ${code}`),
  };
};

describe('what is taken in where it lies', () => {
  test('a new photo with its halves and its sidecar', () => {
    const pair = bundle('A', [file('A.JPG', 'image'), file('A.CR3', 'raw'), file('A.xmp', 'sidecar')]);
    expect(shown([pair])).toEqual({ take: ['A.JPG', 'A.CR3', 'A.xmp'], leave: [] });
  });

  test('a half, or a sidecar, of a photo that is there', () => {
    const half = bundle('A', [file('A.CR3', 'raw')], { joins: { photoId: 1, base: 'A' } });
    const rider = bundle('B', [file('B.xmp', 'sidecar')], { joins: { photoId: 2, base: 'B' } });
    expect(shown([half, rider], ['A', 'B'])).toEqual({ take: ['A.CR3', 'B.xmp'], leave: [] });
  });
});

describe('what stays a stranger', () => {
  test.for([
    [
      'a text beside a picture',
      [bundle('A', [file('A.JPG', 'image'), file('A.txt', 'other')])],
      ['A.txt: unknown_content'],
    ],
    [
      'what is named like a picture and is none',
      [bundle('A', [file('A.JPG', 'image', 'not_an_image')])],
      ['A.JPG: not_an_image'],
    ],
    ['an empty file', [bundle('A', [file('A.JPG', 'image', 'empty_file')])], ['A.JPG: empty_file']],
    [
      'a sidecar whose picture is none',
      [bundle('A', [file('A.JPG', 'image', 'empty_file'), file('A.xmp', 'sidecar')])],
      ['A.JPG: empty_file', 'A.xmp: no_photo_for_sidecar'],
    ],
    [
      'what an import would rename',
      [bundle('TAKEN', [file('TAKEN.PNG', 'image')])],
      ['TAKEN.PNG: base_taken'],
    ],
    [
      'what would join a photo under a number',
      [bundle('A', [file('A.CR3', 'raw')], { joins: { photoId: 1, base: 'A (2)' } })],
      ['A.CR3: base_taken'],
    ],
    [
      'the second of two photos of one name',
      [bundle('A', [file('A.JPG', 'image')]), bundle('A', [file('A.CR3', 'raw')])],
      ['A.CR3: base_taken'],
    ],
    [
      'what an import would leave out',
      [bundle('A', [], { leave: [{ ...file('A.JPG', 'image'), outcome: 'duplicate' }] })],
      ['A.JPG: duplicate'],
    ],
  ] as const)('%s', ([, bundles, leave]) => {
    expect(shown([...bundles], ['TAKEN']).leave).toEqual(leave);
  });

  test('a wrong extension is no reason', () => {
    expect(shown([bundle('A', [file('A.PNG', 'image', 'wrong_extension')])]).take).toEqual(['A.PNG']);
  });
});
