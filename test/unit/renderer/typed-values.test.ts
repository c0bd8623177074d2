import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partTyped } from '../../../src-renderer/ui/typed-values.ts';

const nothing = () => false;

test.each<[string, string[], string]>([
  ['', [], ''],
  ['bride', [], 'bride'],
  ['bride, gr', ['bride'], ' gr'],
  ['bride,', ['bride'], ''],
  [' , ,cake', [], 'cake'],
  ['a,b,c', ['a', 'b'], 'c'],
])('%j is typed to its end up to the last comma', (typed, before, current) => {
  expect(partTyped(typed, nothing)).toEqual({ before, current });
});

test('what is known with a comma in it is one', () => {
  expect(partTyped('Oslo, Norway', (text) => text === 'Oslo, Norway')).toEqual({
    before: [],
    current: 'Oslo, Norway',
  });
});

test('no letter of what was typed is lost', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const { before, current } = partTyped(typed, nothing);
      const letters = (text: string) => text.replaceAll(/[\s,]/g, '');
      expect(letters([...before, current].join(''))).toBe(letters(typed));
    }),
  );
});
