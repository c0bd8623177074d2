import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contentTop,
  MAX_SCROLL_PX,
  scrollSpace,
  scrollTopFor,
} from '../../../src-renderer/features/grid/scroll-space.ts';

describe('scroll space', () => {
  it('is the content itself as long as browsers can hold it', () => {
    expect(scrollSpace(4_000_000, 800)).toEqual({ scrollHeight: 4_000_000, ratio: 1 });
  });

  it('reaches the first and the last pixel of a million photos', () => {
    const height = 40_000_000;
    const space = scrollSpace(height, 800);
    expect(space.scrollHeight).toBe(MAX_SCROLL_PX);
    expect(contentTop(space, 0)).toBe(0);
    expect(contentTop(space, MAX_SCROLL_PX - 800)).toBeCloseTo(height - 800, 3);
  });

  it('goes there and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 300_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (height, part) => {
          const space = scrollSpace(height, 900);
          const top = part * height;
          expect(contentTop(space, scrollTopFor(space, top))).toBeCloseTo(top, 3);
        },
      ),
    );
  });
});
