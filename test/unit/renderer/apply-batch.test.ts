import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../../src-preload/contract/events.ts';
import { applyBatch } from '../../../src-renderer/features/events/apply-batch.ts';
import { IndexRefresh } from '../../../src-renderer/features/events/index-refresh.ts';
import { PhotoStore } from '../../../src-renderer/features/grid/photo-store.ts';
import { orpc } from '../../../src-renderer/lib/rpc/client.ts';
import { quickest } from '../../fixtures/clock/quickest.ts';
import { aChange, aJob, aPhoto, aTask } from './fixtures.ts';

const LIST = { includeMaintenance: false, limit: 100, offset: 0 };
const listKey = orpc.tasks.list.queryKey({ input: LIST });
const getKey = orpc.tasks.get.queryKey({ input: { id: 'a' } });
const libraryKey = orpc.library.current.queryKey();
const A = { id: 'A', root: '/a', name: 'a', projects: 0, photos: 0, schemaVersion: 1, halted: null };
const QUEUE = {
  pauses: [{ owner: 'person', reason: '', at: 5 }],
  running: 0,
  waiting: { priority: 1, normal: 0 },
  slots: { total: 2, reservedForPriority: 1 },
  size: 1,
  limit: 10_000,
};

function setUp() {
  const queries = new QueryClient();
  const photos = new PhotoStore();
  const seen = { changed: 0, refreshed: 0, index: 0, changes: 0, byDecision: false };
  queries.setQueryData(libraryKey, A);
  queries.setQueryData(listKey, { tasks: [aTask()], total: 1 });
  queries.setQueryData(getKey, { task: aTask(), steps: [], jobs: [aJob(1)] });
  photos.beginFetch([1]);
  photos.endFetch([1], [aPhoto(1)]);
  const targets = {
    queries,
    photos,
    refreshPhotos: () => {
      seen.refreshed += 1;
    },
    indexRefresh: new IndexRefresh({
      refetch: async () => {
        seen.index += 1;
      },
      now: () => 0,
      schedule: () => undefined,
    }),
    refreshChanges: () => {
      seen.changes += 1;
    },
    filtersByDecision: () => seen.byDecision,
    onLibraryChanged: () => {
      seen.changed += 1;
    },
  };
  const apply = (change: Partial<EventBatch>, step: { resync?: boolean; libraryChanged?: boolean } = {}) =>
    applyBatch(
      { seq: 1, at: 0, reset: false, tasks: [], jobs: [], photos: [], projectsChanged: false, ...change },
      { state: { seq: 1, libraryId: 'A' }, resync: false, libraryChanged: false, ...step },
      targets,
    );
  const isStale = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated ?? false;
  return { queries, photos, seen, apply, isStale };
}

describe('a batch of events', () => {
  it('asks again what of a photo waits to be written where that photo changed, and of no other', () => {
    const { queries, apply, isStale } = setUp();
    const stateKey = (photoId: number) => orpc.metadata.state.queryKey({ input: { photoId } });
    for (const id of [1, 2]) queries.setQueryData(stateKey(id), { unwritten: [], conflicts: [] });
    apply({ photos: [aChange(1), aChange(3)] });
    expect([isStale(stateKey(1)), isStale(stateKey(2))]).toEqual([true, false]);
  });

  it('brings the progress of a task into its row and its details without asking', () => {
    const { queries, apply, isStale } = setUp();
    const progress = { total: 10, processed: 9, succeeded: 9, skipped: 0, failed: 0 };
    apply({ tasks: [aTask({ progress })], jobs: [aJob(1, { progress })] });
    expect(queries.getQueryData(listKey)?.tasks[0]?.progress.processed).toBe(9);
    expect(queries.getQueryData(getKey)?.task.progress.processed).toBe(9);
    expect(queries.getQueryData(getKey)?.jobs[0]?.progress.processed).toBe(9);
    expect(isStale(getKey)).toBe(false);
  });

  it('asks for the steps again when a job or the task has ended', () => {
    const { apply, isStale } = setUp();
    apply({ jobs: [aJob(1, { state: 'completed' })] });
    expect(isStale(getKey)).toBe(true);
  });

  it('changes the photo on screen at once, and lets the grid grow', () => {
    const { photos, seen, apply } = setUp();
    apply({ photos: [aChange(1), aChange(2, { added: true })] });
    expect(photos.get(1)?.thumbnail.status).toBe('ready');
    expect(seen).toMatchObject({ refreshed: 1, index: 1 });
  });

  it('of culling asks for what a commit would do, but not for the order of all photos', () => {
    const { photos, seen, apply } = setUp();
    photos.beginFetch([1]);
    photos.endFetch([1], [aPhoto(1, { width: 600, height: 400 })]);
    apply({ photos: [aChange(1, { keepJpg: false, keepRaw: false, pending: true })] });
    expect(photos.get(1)).toMatchObject({ keepJpg: false, keepRaw: false, pending: true });
    expect(seen).toMatchObject({ changes: 1, index: 0 });
  });

  it('of culling may change what a view shows that is narrowed by decisions', () => {
    const { photos, seen, apply } = setUp();
    photos.beginFetch([1]);
    photos.endFetch([1], [aPhoto(1, { width: 600, height: 400 })]);
    seen.byDecision = true;
    apply({ photos: [aChange(1, { rating: 2 })] });
    expect(seen.index).toBe(1);
  });

  it('takes a photo that went to the trash out of the grid', () => {
    const { seen, apply } = setUp();
    apply({ photos: [aChange(2, { removed: true, aspect: null })] });
    expect(seen).toMatchObject({ changes: 1, index: 1 });
  });

  it('after a gap asks for everything again, but keeps showing what it has', () => {
    const { queries, photos, seen, apply, isStale } = setUp();
    apply({}, { resync: true });
    expect([isStale(listKey), isStale(getKey), isStale(libraryKey)]).toEqual([true, true, true]);
    expect(queries.getQueryData(listKey)?.tasks.length).toBe(1);
    expect(photos.needsFetch(1)).toBe(true);
    expect(photos.get(1)?.id).toBe(1);
    expect(seen.changed).toBe(0);
  });

  it('takes the library from a reset, and keeps it on one that names none', () => {
    const { queries, apply } = setUp();
    apply({ reset: true }, { resync: true });
    expect(queries.getQueryData(libraryKey)).toEqual(A);
    apply({ reset: true, library: null }, { resync: true, libraryChanged: true });
    expect(queries.getQueryData(libraryKey)).toBeNull();
  });

  it('forgets all rows of a library that was closed', () => {
    const { queries, photos, seen, apply } = setUp();
    apply({ reset: true, library: { ...A, id: 'B' } }, { resync: true, libraryChanged: true });
    expect(photos.get(1)).toBeUndefined();
    expect(queries.getQueryData(listKey)).toBeUndefined();
    expect(seen.changed).toBe(1);
  });

  it('takes the pause of everything as it comes', () => {
    const { queries, apply } = setUp();
    apply({ queue: QUEUE });
    expect(queries.getQueryData(orpc.jobs.queue.queryKey())).toEqual(QUEUE);
  });

  it('asks for the conflicts of metadata again when a task has ended, and forgets those of another library', () => {
    const { queries, apply, isStale } = setUp();
    const key = orpc.metadata.conflicts.queryKey({ input: { limit: 100, offset: 0 } });
    const none = { conflicts: [], total: 0 };
    queries.setQueryData(key, none);
    apply({ tasks: [aTask()] });
    expect(isStale(key)).toBe(false);
    apply({ tasks: [aTask({ state: 'completed', finishedAt: 1 })] });
    expect(isStale(key)).toBe(true);
    queries.setQueryData(key, none);
    apply({}, { libraryChanged: true });
    expect(queries.getQueryData(key)).toBeUndefined();
  });

  it('asks for the conflicts again when a photo in conflict has changed: it may be in none any more', () => {
    const { queries, apply, isStale } = setUp();
    const key = orpc.metadata.conflicts.queryKey({ input: { limit: 100, offset: 0 } });
    const conflict = {
      photoId: 2,
      photo: 'P',
      project: 'S',
      field: 'title' as const,
      ours: 'A',
      theirs: 'B',
      at: 1,
    };
    queries.setQueryData(key, { conflicts: [conflict], total: 1 });
    apply({ photos: [aChange(1)] });
    expect(isStale(key)).toBe(false);
    apply({ photos: [aChange(2)] });
    expect(isStale(key)).toBe(true);
  });

  it('asks for the settings again when they changed, and for the statistics when a task ended', () => {
    const { queries, apply, isStale } = setUp();
    const settings = orpc.settings.get.queryKey();
    const stats = orpc.jobs.stats.queryKey({ input: { days: 30 } });
    const schedules = orpc.maintenance.schedules.queryKey();
    queries.setQueryData(settings, { config: {}, defaults: {}, overrides: {} });
    for (const key of [stats, schedules]) queries.setQueryData(key as readonly unknown[], []);
    apply({ tasks: [aTask()] });
    expect([settings, stats, schedules].map(isStale)).toEqual([false, false, false]);
    apply({ settingsChanged: true });
    expect([settings, stats, schedules].map(isStale)).toEqual([true, false, false]);
    apply({ tasks: [aTask({ state: 'completed' })] });
    expect([settings, stats, schedules].map(isStale)).toEqual([true, true, true]);
  });

  describe('and a list that is filtered', () => {
    const failedKey = orpc.tasks.list.queryKey({ input: { ...LIST, states: ['failed'] } });
    const failed = aTask({ id: 'f', state: 'failed', createdAt: 50 });

    it('loses what is tried again, and gains what fails', () => {
      const { queries, apply } = setUp();
      queries.setQueryData(failedKey, { tasks: [failed], total: 1 });
      apply({ tasks: [aTask({ id: 'f', state: 'queued', createdAt: 50 }), aTask({ state: 'failed' })] });
      expect(queries.getQueryData(failedKey)).toMatchObject({ tasks: [{ id: 'a' }], total: 1 });
      expect(
        queries
          .getQueryData(listKey)
          ?.tasks.map((task) => task.id)
          .sort(),
      ).toEqual(['a', 'f']);
    });

    it('is asked for again where its loss would leave a hole before older ones', () => {
      const { queries, apply, isStale } = setUp();
      queries.setQueryData(failedKey, { tasks: [failed], total: 30 });
      apply({ tasks: [aTask({ id: 'f', state: 'queued', createdAt: 50 })] });
      expect(isStale(failedKey)).toBe(true);
      expect(isStale(listKey)).toBe(false);
    });

    it('is kept true in its history as well: an old task that is tried again leaves it', () => {
      const { queries, apply } = setUp();
      const options = orpc.tasks.list.infiniteOptions({
        input: (offset: number) => ({ ...LIST, offset, states: ['failed'] }),
        initialPageParam: 100,
        getNextPageParam: () => undefined,
      });
      queries.setQueryData(options.queryKey, { pages: [{ tasks: [failed], total: 101 }], pageParams: [100] });
      apply({ tasks: [aTask({ id: 'f', state: 'queued', createdAt: 50 })] });
      expect(queries.getQueryData(options.queryKey)?.pages[0]?.tasks).toEqual([]);
    });
  });

  it('of 2,000 photos is taken in within a fraction of the 100 ms until the next', () => {
    const { photos, apply } = setUp();
    const ids = Array.from({ length: 2000 }, (_, index) => index + 1);
    photos.beginFetch(ids);
    photos.endFetch(
      ids,
      ids.map((id) => aPhoto(id)),
    );
    expect(quickest(() => apply({ photos: ids.map((id) => aChange(id)) }))).toBeLessThan(50);
  });
});
