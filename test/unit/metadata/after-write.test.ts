import { expect, test } from 'vitest';
import { afterWrite } from '../../../src-main/metadata/after-write.ts';
import { NOTHING } from '../../../src-main/metadata/description.ts';
import { planWrite } from '../../../src-main/metadata/write-plan.ts';

const known = { ...NOTHING, title: 'once' };
const planOf = (before: typeof known | null) =>
  planWrite({
    mode: 'sidecar-only',
    preference: 'sidecar-first',
    known: before,
    ours: { ...NOTHING, title: 'ours', rating: 4 },
    files: [
      {
        kind: 'sidecar',
        path: 'IMG.xmp',
        fileId: 1,
        said: { ...NOTHING, rating: null, title: 'theirs', caption: 'theirs', emptied: [] },
        counts: true,
        writable: true,
        seen: null,
        sidecarFor: null,
      },
    ],
  });

test('what was written is known, what is left is as it was, and what contradicts stays to be decided', () => {
  const after = afterWrite(planOf(known), known);
  expect(after.known).toMatchObject({ rating: 4, title: 'once', caption: null });
  expect(after.conflicts.map(({ field }) => field)).toEqual(['title']);
  expect(after.taken).toEqual([]);
});

test('what a person decided about a contradiction while files were written stays decided', () => {
  const after = afterWrite(planOf(known), { ...known, title: 'theirs' });
  expect(after.known.title).toBe('theirs');
  expect(after.conflicts).toEqual([]);
});

test('what was never compared comes in with the first write: there is no other first time', () => {
  const after = afterWrite(planOf(null), null);
  expect(after.known).toMatchObject({ rating: 4, caption: 'theirs' });
  expect(after.taken.map(({ field, becomes }) => [field, becomes])).toEqual([['caption', 'theirs']]);
  expect(after.conflicts.map(({ field }) => field)).toEqual(['title']);
});
