import { describe, expect, it } from 'vitest';
import { PhotoLoader } from '../../../src-renderer/features/grid/photo-loader.ts';
import { PhotoStore } from '../../../src-renderer/features/grid/photo-store.ts';
import { aPhoto } from './fixtures.ts';

/** A loader whose timers and answers come when the test says so. */
function setUp(batch = 3) {
  const store = new PhotoStore();
  const calls: number[][] = [];
  const answers: ((found: number[]) => void)[] = [];
  const failures: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const loader = new PhotoLoader({
    store,
    batch,
    fetch: (ids) => {
      calls.push(ids);
      return new Promise((resolve, reject) => {
        answers.push((found) => resolve(found.map((id) => aPhoto(id))));
        failures.push(() => reject(new Error('gone')));
      });
    },
    schedule: (task) => {
      timers.push(task);
      return () => timers.splice(timers.indexOf(task), 1);
    },
    onError: () => undefined,
  });
  const tick = async () => {
    for (const task of timers.splice(0)) task();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { store, loader, calls, answers, failures, tick };
}

describe('photo loader', () => {
  it('asks in small batches, for a few at a time', async () => {
    const { loader, calls, answers, tick } = setUp();
    loader.show('grid', [1, 2, 3, 4, 5, 6, 7]);
    await tick();
    expect(calls).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    answers[0]?.([1, 2, 3]);
    await tick();
    expect(calls[2]).toEqual([7]);
  });

  it('never asks for what scrolled by before its turn', async () => {
    const { loader, calls, tick } = setUp();
    loader.show('grid', [1, 2]);
    loader.show('grid', [8, 9]);
    await tick();
    expect(calls).toEqual([[8, 9]]);
  });

  it('puts the view that moved last first', async () => {
    const { loader, calls, tick } = setUp();
    loader.show('grid', [1, 2]);
    loader.show('loupe', [9]);
    await tick();
    expect(calls).toEqual([[9, 1, 2]]);
  });

  it('does not ask for ever for photos that are gone', async () => {
    const { loader, calls, answers, tick } = setUp();
    loader.show('grid', [1, 2]);
    await tick();
    answers[0]?.([1]);
    await tick();
    loader.refresh();
    await tick();
    expect(calls).toEqual([[1, 2]]);
  });

  it('does not loop on a failure, and asks again when it is told to', async () => {
    const { loader, calls, failures, tick } = setUp();
    loader.show('grid', [1]);
    await tick();
    failures[0]?.();
    await tick();
    expect(calls.length).toBe(1);
    loader.refresh();
    await tick();
    expect(calls.length).toBe(2);
  });
});
