import { describe, expect, it } from 'vitest';
import {
  type ListSelection,
  NOTHING_SELECTED,
  type SelectionStep,
  selectionAfter,
  selectionWithin,
} from '../../../src-renderer/features/trash/trash-selection.ts';

const ORDER = [10, 20, 30, 40, 50];
const doing = (...steps: SelectionStep[]) =>
  steps.reduce((selection: ListSelection, step) => selectionAfter(selection, step, ORDER), NOTHING_SELECTED);
const ids = (selection: ListSelection) => [...selection.ids];
const move = (to: number, extend = false): SelectionStep => ({ type: 'move', to, extend });

describe('choosing in the list of the trash', () => {
  it('moves the cursor without choosing, and never out of the list', () => {
    expect(doing(move(2))).toMatchObject({ cursor: 2 });
    expect(ids(doing(move(2)))).toEqual([]);
    expect(doing(move(99)).cursor).toBe(4);
    expect(doing(move(-1)).cursor).toBe(0);
  });

  it('chooses one after the other, and lets go of them', () => {
    expect(ids(doing({ type: 'toggle', at: 1 }, { type: 'toggle', at: 3 }))).toEqual([20, 40]);
    expect(ids(doing({ type: 'toggle', at: 1 }, { type: 'toggle', at: 1 }))).toEqual([]);
  });

  it('chooses a range from where it began, in both directions', () => {
    expect(ids(doing(move(3), move(1, true)))).toEqual([20, 30, 40]);
    expect(ids(doing(move(3), move(1, true), move(4, true)))).toEqual([40, 50]);
    expect(ids(doing(move(1, true)))).toEqual([10, 20]);
  });

  it('chooses all and none', () => {
    expect(ids(doing({ type: 'all' }))).toEqual(ORDER);
    expect(ids(doing({ type: 'all' }, { type: 'none' }))).toEqual([]);
  });

  it('forgets what is not in the list any more', () => {
    const chosen = doing({ type: 'all' }, move(4));
    expect(selectionWithin(chosen, [10, 30])).toMatchObject({ cursor: 1, anchor: 1 });
    expect(ids(selectionWithin(chosen, [10, 30]))).toEqual([10, 30]);
    expect(selectionWithin(chosen, ORDER)).toBe(chosen);
    expect(selectionWithin(chosen, [])).toMatchObject({ cursor: -1, anchor: -1 });
  });
});
