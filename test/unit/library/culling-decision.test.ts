import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwantedFiles } from '../../../src-main/library/wanted-files.ts';
import {
  decided,
  hasChoice,
  isPending,
  KEEPS,
  keepState,
} from '../../../src-renderer/features/culling/decision.ts';
import { aPhoto } from '../renderer/fixtures.ts';

const photo = fc
  .record({
    keepJpg: fc.boolean(),
    keepRaw: fc.boolean(),
    jpgAvailable: fc.boolean(),
    rawAvailable: fc.boolean(),
  })
  .map((change) => aPhoto(1, { ...change, present: change.jpgAvailable || change.rawAvailable }));

describe('what is wanted of a photo', () => {
  it('is shown as pending exactly where a commit would remove something', () => {
    fc.assert(
      fc.property(photo, (shown) => {
        const files = [
          ...(shown.jpgAvailable ? [{ path: 'a.jpg', role: 'image' as const }] : []),
          ...(shown.rawAvailable ? [{ path: 'a.dng', role: 'raw' as const }] : []),
        ];
        expect(isPending(shown)).toBe(unwantedFiles(shown, files).remove.length > 0);
      }),
    );
  });

  it('named by a half never costs a photo without that half its only picture', () => {
    fc.assert(
      fc.property(photo, fc.constantFrom('jpgOnly', 'rawOnly'), (shown, choice) => {
        if (hasChoice(shown, choice)) expect(keepState(decided(shown, KEEPS[choice]))).not.toBe('rejected');
      }),
    );
    const jpg = aPhoto(1);
    expect([hasChoice(jpg, 'rawOnly'), hasChoice(jpg, 'jpgOnly'), hasChoice(jpg, 'reject')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('keeps the tags that are not named, each once', () => {
    const tagged = aPhoto(1, { tags: ['sea', 'boat'] });
    expect(decided(tagged, { addTags: ['sky', 'sea'], removeTags: ['boat'] }).tags).toEqual(['sea', 'sky']);
    expect(decided(tagged, { rating: 2 }).tags).toBe(tagged.tags);
  });
});
