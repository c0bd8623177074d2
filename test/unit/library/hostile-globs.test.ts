import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globTest } from '../../../src-main/library/glob.ts';
import { makeMachine, runMachine } from '../../../src-main/library/glob-machine.ts';
import { globParts } from '../../../src-main/library/glob-parts.ts';
import { quickest } from '../../fixtures/clock/quickest.ts';

/** As long as a name can be on most disks; and a path as long as most systems take. */
const NAME = `${'a'.repeat(254)}c`;
const PATH = Array.from({ length: 16 }, () => NAME).join('/');

const HOSTILE = [
  '*a*a*a*ab',
  `${'*a'.repeat(240)}b`,
  `${'a*'.repeat(249)}b`,
  `${'?*'.repeat(249)}b`,
  `${'**/'.repeat(160)}b`,
  `${'{a,*}'.repeat(99)}b`,
  `${'{'.repeat(120)}${'a,*}'.repeat(120)}b`,
  `*[!b]${'*[a-z]'.repeat(80)}b`,
];

const machineOf = (glob: string) => makeMachine(globParts(glob, { ignoreCase: true }), true);

describe('a glob that would make a backtracking matcher try for ever', () => {
  test.each(HOSTILE)('%j is answered in so many looks as it has places, for each character', (glob) => {
    const machine = machineOf(glob);
    // Each character of a glob makes a few places at most, so the longest glob is bounded, too.
    expect(machine.states.length).toBeLessThanOrEqual(4 * glob.length + 4);
    for (const text of [NAME, PATH]) {
      const { matches, steps } = runMachine(machine, text);
      expect(matches).toBe(false);
      expect(steps).toBeLessThanOrEqual(machine.states.length * (text.length + 1));
    }
  });

  test('takes about as long for its length as a harmless one', () => {
    const time = (glob: string): number => {
      const test = globTest(glob, { ignoreCase: true });
      return quickest(() => {
        for (let times = 0; times < 40; times += 1) test(NAME);
      });
    };
    time('*.jpg'); // The first one warms up.
    const harmless = time(`${'?'.repeat(250)}*.jpg`);
    // Eight times four stars took a backtracking matcher seconds for one name: here 240 of them take some ms.
    expect(time(`${'*a'.repeat(240)}b`)).toBeLessThan(500 * harmless + 200);
  });
});

test('no glob costs more looks than it has places, for each character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab*?[]{},/'), maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'ab/'), maxLength: 60 }),
      (glob, text) => {
        let machine: ReturnType<typeof machineOf>;
        try {
          machine = machineOf(glob);
        } catch {
          return; // It is none, and says so: see the tests of filters.
        }
        expect(runMachine(machine, text).steps).toBeLessThanOrEqual(
          machine.states.length * (text.length + 1),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
