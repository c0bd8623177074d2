import { expect, test } from 'vitest';
import { NOTHING } from '../../../src-main/metadata/description.ts';
import { knownBefore } from '../../../src-main/metadata/known-before.ts';

const was = { ...NOTHING, title: null, caption: null };
const now = { ...NOTHING, title: 'written', caption: 'came in since' };

test('what was written is as unknown again as it was; what came in from files since stays known', () => {
  const said = { ...NOTHING, title: null, caption: 'came in since' };
  expect(knownBefore(was, now, said)).toEqual({ ...was, caption: 'came in since' });
});

test('what files say otherwise than either is somebody else’s change, and stays one', () => {
  const said = { ...NOTHING, title: null, caption: 'changed by others', subjects: ['theirs'] };
  expect(knownBefore(was, now, said)).toEqual(was);
});

test('where files cannot be read it is as it was before the write', () => {
  expect(knownBefore(was, now, null)).toBe(was);
});

test('photos that were never compared before are not again, but for what came in since', () => {
  expect(knownBefore(null, { title: 'written' }, NOTHING)).toBeNull();
  expect(knownBefore(null, now, { ...NOTHING, caption: 'came in since' })).toMatchObject({
    caption: 'came in since',
  });
  expect(knownBefore(null, now, NOTHING)).not.toHaveProperty('title');
});
