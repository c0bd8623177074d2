import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellsOfRow,
  type GridLayout,
  layoutRows,
  rowAt,
  rowOfPhoto,
  shownAspect,
  visibleRows,
} from '../../../src-renderer/features/grid/layout.ts';
import { quickest } from '../../fixtures/clock/quickest.ts';

const options = { width: 1000, targetHeight: 200, gap: 6 };
const aspect = fc.double({ min: 0.05, max: 20, noNaN: true });
const aspects = fc.array(aspect, { minLength: 1, maxLength: 400 });
const anyOptions = fc.record({
  width: fc.integer({ min: 320, max: 4000 }),
  targetHeight: fc.integer({ min: 100, max: 380 }),
  gap: fc.integer({ min: 0, max: 12 }),
});

const rowsOf = (layout: GridLayout) =>
  Array.from({ length: layout.rows }, (_, row) => cellsOfRow(layout, row));

describe('layout of the grid', () => {
  it('is empty for no photos', () => {
    const layout = layoutRows([], options);
    expect(layout).toMatchObject({ count: 0, rows: 0, height: 0 });
    expect(visibleRows(layout, 0, 1000)).toEqual({ first: 0, end: 0 });
  });

  it('does not blow up a lone photo to the full width', () => {
    const layout = layoutRows([1.5], options);
    expect(cellsOfRow(layout, 0)).toEqual([{ index: 0, left: 0, width: 300 }]);
    expect(layout.rowHeight[0]).toBe(200);
  });

  it('treats a size that nobody could read as an ordinary photo', () => {
    expect([0, -1, Number.NaN].map(shownAspect)).toEqual([1.5, 1.5, 1.5]);
  });

  it('shows every photo once, in order', () => {
    fc.assert(
      fc.property(aspects, anyOptions, (shapes, chosen) => {
        const indices = rowsOf(layoutRows(shapes, chosen)).flatMap((row) => row.map((cell) => cell.index));
        expect(indices).toEqual(shapes.map((_, index) => index));
      }),
    );
  });

  it('fills the width exactly in every row but the last, which never exceeds it', () => {
    fc.assert(
      fc.property(aspects, anyOptions, (shapes, chosen) => {
        const layout = layoutRows(shapes, chosen);
        rowsOf(layout).forEach((row, at) => {
          const last = row.at(-1);
          const end = (last?.left ?? 0) + (last?.width ?? 0);
          if (at < layout.rows - 1) expect(end).toBe(chosen.width);
          else expect(end).toBeLessThanOrEqual(chosen.width);
        });
      }),
    );
  });

  it('keeps the gap between neighbours and overlaps none', () => {
    fc.assert(
      fc.property(aspects, anyOptions, (shapes, chosen) => {
        for (const row of rowsOf(layoutRows(shapes, chosen))) {
          for (let at = 1; at < row.length; at += 1) {
            const before = row[at - 1];
            expect(row[at]?.left).toBe((before?.left ?? 0) + (before?.width ?? 0) + chosen.gap);
          }
        }
      }),
    );
  });

  it('keeps ordinary photos near the wished height and near their shape', () => {
    const ordinary = fc.array(fc.constantFrom(1.5, 2 / 3, 4 / 3, 0.75, 16 / 9, 1), {
      minLength: 20,
      maxLength: 300,
    });
    fc.assert(
      fc.property(ordinary, (shapes) => {
        const layout = layoutRows(shapes, { width: 1400, targetHeight: 200, gap: 6 });
        for (let row = 0; row < layout.rows - 1; row += 1) {
          const height = layout.rowHeight[row] ?? 0;
          expect(height).toBeGreaterThan(150);
          expect(height).toBeLessThan(270);
          for (const cell of cellsOfRow(layout, row))
            expect(Math.abs(cell.width / height - (shapes[cell.index] ?? 0))).toBeLessThan(0.05);
        }
      }),
    );
  });

  it('finds the row of a place and of a photo as a linear search would', () => {
    fc.assert(
      fc.property(aspects, anyOptions, fc.double({ min: 0, max: 1, noNaN: true }), (shapes, chosen, part) => {
        const layout = layoutRows(shapes, chosen);
        const y = part * layout.height;
        const tops = Array.from(layout.rowTop).slice(0, layout.rows);
        expect(rowAt(layout, y)).toBe(tops.filter((top) => top <= y).length - 1);
        const index = Math.min(shapes.length - 1, Math.floor(part * shapes.length));
        expect(cellsOfRow(layout, rowOfPhoto(layout, index)).map((cell) => cell.index)).toContain(index);
      }),
    );
  });

  it('draws all that is in the window and hardly more', () => {
    const layout = layoutRows(new Array(10_000).fill(1.5), options);
    const { first, end } = visibleRows(layout, 5000, 5800);
    expect(layout.rowTop[first] ?? 0).toBeLessThanOrEqual(5000);
    expect(layout.rowTop[end] ?? 0).toBeGreaterThan(5800);
    expect(end - first).toBeLessThanOrEqual(6);
  });

  it('lays out 100,000 photos within a frame or two', () => {
    const shapes = Array.from({ length: 100_000 }, (_, index) => [1.5, 0.667, 1.333][index % 3] ?? 1.5);
    // About 5 ms on the machine this was written on; the bound only catches a change of order.
    expect(quickest(() => layoutRows(shapes, options))).toBeLessThan(100);
  });
});
