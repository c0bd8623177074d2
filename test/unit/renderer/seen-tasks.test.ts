import { describe, expect, it } from 'vitest';
import { newlyEnded, seenTasksFor } from '../../../src-renderer/features/toasts/seen-tasks.ts';
import { toastText } from '../../../src-renderer/lib/texts/states.ts';
import { aTask } from './fixtures.ts';

const fresh = seenTasksFor('library', null, 1000);
const ended = (id: string, finishedAt: number, change = {}) =>
  aTask({ id, state: 'completed', finishedAt, ...change });

describe('telling how tasks ended', () => {
  it('tells of each end once, however often it is heard of', () => {
    const first = newlyEnded(fresh, [ended('a', 1500), ended('a', 1500)]);
    expect(first.tell.map((task) => task.id)).toEqual(['a']);
    expect(newlyEnded(first.seen, [ended('a', 1500)]).tell).toEqual([]);
  });

  it('is silent about history', () => {
    expect(newlyEnded(fresh, [ended('old', 999)]).tell).toEqual([]);
  });

  it('is silent about what goes on and about maintenance', () => {
    expect(newlyEnded(fresh, [aTask(), ended('m', 1500, { source: 'maintenance' })]).tell).toEqual([]);
  });

  it('tells again of a task that was retried and ended anew', () => {
    const { seen } = newlyEnded(fresh, [ended('a', 1500, { state: 'failed' })]);
    expect(newlyEnded(seen, [ended('a', 2500)]).tell.length).toBe(1);
  });

  it('remembers across a reload of the page: neither told twice nor missed', () => {
    const { seen } = newlyEnded(fresh, [ended('a', 1500)]);
    const reloaded = seenTasksFor('library', JSON.parse(JSON.stringify(seen)), 3000);
    const told = newlyEnded(reloaded, [ended('a', 1500), ended('while-reloading', 2900)]).tell;
    expect(told.map((task) => task.id)).toEqual(['while-reloading']);
  });

  it('begins anew in another library', () => {
    const { seen } = newlyEnded(fresh, [ended('a', 1500)]);
    expect(seenTasksFor('other', seen, 9000)).toEqual({ libraryId: 'other', since: 9000, keys: [] });
  });
});

describe('what a toast says', () => {
  it('says how many failed, and that the others are safe', () => {
    const task = ended('a', 1, {
      state: 'failed',
      progress: { total: 120, processed: 120, succeeded: 117, skipped: 0, failed: 3 },
    });
    expect(toastText(task)).toEqual({
      title: 'Upload processing: 3 of 120 failed',
      description: 'The other 117 are done in Shoot.',
    });
  });

  it('does not call all others done where some were skipped', () => {
    const progress = { total: 638, processed: 638, succeeded: 460, skipped: 64, failed: 114 };
    expect(toastText(ended('a', 1, { state: 'failed', progress }))?.description).toBe(
      '460 are done, 64 skipped in Shoot.',
    );
  });

  it('never calls a canceled task completed', () => {
    const text = toastText(ended('a', 1, { state: 'canceled' }));
    expect(text?.title).toBe('Upload processing canceled');
    expect(`${text?.title} ${text?.description}`).not.toMatch(/complete/i);
  });

  it('says nothing for tasks that complete silently or still run', () => {
    expect(toastText(ended('a', 1, { successToast: null }))).toBeNull();
    expect(toastText(aTask())).toBeNull();
  });
});
