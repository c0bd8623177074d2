import { expect, test } from 'vitest';
import { tagLines, tagsText } from '../../../src-renderer/features/metadata/tag-lines.ts';
import { tagOf, typedTag } from '../../../src-renderer/lib/format/tags.ts';

const TAGS = [
  { group: 'IFD0', name: 'Make', value: 'Safelight' },
  { group: 'XMP-dc', name: 'Title', value: 'North' },
  { group: 'IFD0', name: 'Model', value: 'Test Camera' },
];

test('tags stand under their groups, in the order of the file', () => {
  expect(tagLines(TAGS, '').map((line) => (line.kind === 'group' ? line.group : line.name))).toEqual([
    'IFD0',
    'Make',
    'Model',
    'XMP-dc',
    'Title',
  ]);
});

test('are found by group, name and value, in any case of letters', () => {
  const names = (search: string) =>
    tagLines(TAGS, search).flatMap((line) => (line.kind === 'tag' ? [line.name] : []));
  expect([names('xmp'), names(' MODEL'), names('safe'), names('nothing')]).toEqual([
    ['Title'],
    ['Model'],
    ['Make'],
    [],
  ]);
});

test('are copied with their groups, one a line', () => {
  expect(tagsText(tagLines(TAGS, 'ifd0'))).toBe('IFD0:Make\tSafelight\nIFD0:Model\tTest Camera');
});

test('a keyword in groups may be typed with |, > or ›, and no level is empty', () => {
  expect(['a|b', 'a > b', ' a ›b ', 'a >', '> a >> b'].map(tagOf)).toEqual(['a|b', 'a|b', 'a|b', 'a', 'a|b']);
  // On the way to its second level it must not look for all that begins with "places".
  expect(typedTag('places > ')).toBe('places|');
});
