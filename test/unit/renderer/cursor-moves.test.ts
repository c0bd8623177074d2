import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CursorMove,
  moveCursor,
  topToReveal,
} from '../../../src-renderer/features/grid/cursor-moves.ts';
import { layoutRows, rowOfPhoto } from '../../../src-renderer/features/grid/layout.ts';

const MOVES: CursorMove[] = ['left', 'right', 'up', 'down', 'pageUp', 'pageDown', 'first', 'last'];
/** Three photos to a row. */
const grid = layoutRows(new Array(11).fill(1.5), { width: 900, targetHeight: 200, gap: 0 });
const move = (from: number, direction: CursorMove) => moveCursor(grid, from, direction, 400);

describe('cursor of the grid', () => {
  it('goes to the neighbours and stays at the ends', () => {
    expect([move(4, 'left'), move(4, 'right'), move(4, 'up'), move(4, 'down')]).toEqual([3, 5, 1, 7]);
    expect([move(0, 'left'), move(10, 'right'), move(1, 'up'), move(10, 'down')]).toEqual([0, 10, 1, 10]);
  });

  it('lands on the nearest photo of a row that is shorter', () => {
    expect(move(8, 'down')).toBe(10);
  });

  it('moves at least one row per page, however small the window', () => {
    expect([moveCursor(grid, 4, 'pageDown', 1), moveCursor(grid, 4, 'pageUp', 1)]).toEqual([7, 1]);
  });

  it('appears on the first photo when there is none yet', () => {
    expect([move(-1, 'right'), move(-1, 'down'), move(-1, 'last')]).toEqual([0, 0, 10]);
    expect(moveCursor(layoutRows([], { width: 1, targetHeight: 1, gap: 0 }), -1, 'right', 1)).toBe(-1);
  });

  it('never leaves the photos', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 8, noNaN: true }), { minLength: 1, maxLength: 120 }),
        fc.array(fc.constantFrom(...MOVES), { maxLength: 40 }),
        (shapes, moves) => {
          const layout = layoutRows(shapes, { width: 800, targetHeight: 150, gap: 6 });
          const at = moves.reduce((index, direction) => moveCursor(layout, index, direction, 500), -1);
          expect(at).toBeGreaterThanOrEqual(-1);
          expect(at).toBeLessThan(shapes.length);
        },
      ),
    );
  });
});

describe('bringing the cursor into sight', () => {
  const view = { top: 200, height: 400, margin: 10 };

  it('leaves the window where the photo is in sight already', () => {
    expect(topToReveal(grid, 4, { ...view, top: 150 })).toBe(150);
  });

  it('moves as little as it can', () => {
    expect(rowOfPhoto(grid, 10)).toBe(3);
    expect(topToReveal(grid, 10, view)).toBe(800 + 10 - 400);
    expect(topToReveal(grid, 0, view)).toBe(0);
  });
});
