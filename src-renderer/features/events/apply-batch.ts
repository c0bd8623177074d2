import type { QueryClient } from '@tanstack/react-query';
import type { EventBatch, PhotoChange } from '../../../src-preload/contract/events.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import type { PhotoStore } from '../grid/photo-store.ts';
import { withJobChanges } from '../tasks/task-list.ts';
import { applyToLists } from './apply-to-lists.ts';
import type { IndexRefresh } from './index-refresh.ts';
import type { StreamStep } from './stream-state.ts';

export interface BatchTargets {
  queries: QueryClient;
  photos: PhotoStore;
  refreshPhotos(): void;
  indexRefresh: IndexRefresh;
  /** What a commit would do has changed, or what can be undone: decisions, or what there is of photos. */
  refreshChanges(): void;
  /** True where the view is narrowed by what a person decided: then each decision may change what it shows. */
  filtersByDecision(): boolean;
  /** Another library, or none: the view begins anew. */
  onLibraryChanged(): void;
}

/** Brings one batch into the caches of the page. */
export function applyBatch(batch: EventBatch, step: StreamStep, targets: BatchTargets): void {
  const { queries, photos } = targets;
  if (step.libraryChanged) {
    photos.clear();
    targets.onLibraryChanged();
    void queries.resetQueries({ queryKey: orpc.photos.key() });
    void queries.resetQueries({ queryKey: orpc.tasks.key() });
    void queries.resetQueries({ queryKey: orpc.projects.key() });
    for (const key of [
      orpc.jobs.key(),
      orpc.settings.key(),
      orpc.maintenance.key(),
      orpc.changes.key(),
      orpc.trash.key(),
      orpc.metadata.key(),
      orpc.batch.key(),
    ]) {
      void queries.resetQueries({ queryKey: key });
    }
  }
  if (batch.library !== undefined) queries.setQueryData(orpc.library.current.queryKey(), batch.library);
  if (step.resync) {
    photos.markAllStale();
    void queries.invalidateQueries({
      predicate: (query) => !(batch.library !== undefined && isCurrentLibrary(query.queryKey)),
    });
  }
  if (batch.queue != null) queries.setQueryData(orpc.jobs.queue.queryKey(), batch.queue);
  if (batch.settingsChanged) void queries.invalidateQueries({ queryKey: orpc.settings.key() });
  applyTasks(batch, queries);
  // Numbers over everything change with each end; whoever looks at them wants them to be true.
  if (batch.tasks.some(hasEnded)) {
    void queries.invalidateQueries({ queryKey: orpc.jobs.stats.key() });
    void queries.invalidateQueries({ queryKey: orpc.maintenance.key() });
    void queries.invalidateQueries({ queryKey: orpc.trash.key() });
    void queries.invalidateQueries({ queryKey: orpc.metadata.key() });
  }
  applyPhotos(batch, targets);
  if (batch.projectsChanged) {
    void queries.invalidateQueries({ queryKey: orpc.projects.key() });
    void queries.invalidateQueries({ queryKey: orpc.library.current.key() });
  }
}

const CURRENT_LIBRARY = JSON.stringify(orpc.library.current.queryKey());
const isCurrentLibrary = (key: readonly unknown[]) => JSON.stringify(key) === CURRENT_LIBRARY;

function applyTasks(batch: EventBatch, queries: QueryClient): void {
  if (batch.tasks.length > 0) applyToLists(batch.tasks, queries);
  const touched = new Set([...batch.tasks.map((task) => task.id), ...batch.jobs.map((job) => job.taskId)]);
  for (const id of touched) {
    if (id === null) continue;
    const key = orpc.tasks.get.queryKey({ input: { id } });
    queries.setQueryData(key, (old) =>
      old === undefined
        ? old
        : {
            ...old,
            task: batch.tasks.find((task) => task.id === id) ?? old.task,
            jobs: withJobChanges(old.jobs, batch.jobs, id),
          },
    );
  }
  // What a scan has found and started is in no event.
  for (const { id, type } of batch.tasks)
    if (type === 'batch_scan')
      void queries.invalidateQueries({
        queryKey: orpc.batch.get.key({ type: 'query', input: { taskId: id } }),
      });
  // The states of steps are not in the events; they change only when a job or the task does.
  const settled = new Set(
    batch.jobs.filter((job) => job.state !== 'running' && job.taskId !== null).map((job) => job.taskId),
  );
  for (const task of batch.tasks) if (hasEnded(task)) settled.add(task.id);
  for (const id of settled)
    if (id !== null) void queries.invalidateQueries({ queryKey: orpc.tasks.get.key({ input: { id } }) });
}

function applyPhotos(batch: EventBatch, targets: BatchTargets): void {
  if (batch.photos.length > 0) {
    const regrow = batch.photos.some(
      (change) => change.added || change.removed || hasNewShape(targets.photos, change),
    );
    targets.photos.apply(batch.photos);
    refreshStates(batch.photos, targets.queries);
    refreshConflicts(batch.photos, targets.queries);
    targets.refreshPhotos();
    targets.refreshChanges();
    if (regrow || targets.filtersByDecision()) targets.indexRefresh.request();
  }
  // The order is by capture time, which is known only once a photo has been read.
  if (batch.tasks.some(hasEnded)) {
    targets.indexRefresh.request();
    targets.refreshChanges();
  }
}

/** What waits to be written is asked again only for photos whose information is open: an import changes ten thousands. */
function refreshStates(changes: readonly PhotoChange[], queries: QueryClient): void {
  const open = queries.getQueryCache().findAll({ queryKey: orpc.metadata.state.key() });
  if (open.length === 0) return;
  const changed = new Set(changes.map(({ photoId }) => JSON.stringify(stateKey(photoId))));
  for (const { queryKey } of open)
    if (changed.has(JSON.stringify(queryKey))) void queries.invalidateQueries({ queryKey, exact: true });
}

const stateKey = (photoId: number) => orpc.metadata.state.queryKey({ input: { photoId } });

/**
 * A conflict ends with the decision of a person, here or elsewhere; new ones come with the end of a task. Of those beyond the
 * page that is known nothing is asked: an import changes ten thousands of photos, and any of them might be one.
 */
function refreshConflicts(changes: readonly PhotoChange[], queries: QueryClient): void {
  const changed = new Set(changes.map(({ photoId }) => photoId));
  const lists = queries.getQueryCache().findAll({ queryKey: orpc.metadata.conflicts.key() });
  for (const { queryKey } of lists) {
    const known = queries.getQueryData<{ conflicts: { photoId: number }[] }>(queryKey);
    if (known?.conflicts.some(({ photoId }) => changed.has(photoId)))
      void queries.invalidateQueries({ queryKey, exact: true });
  }
}

/** Culling tells of photos whose shape is known: a key must not cost the order of 100,000 photos. */
function hasNewShape(photos: PhotoStore, change: PhotoChange): boolean {
  if (change.aspect === null) return false;
  const { width = null, height = null } = photos.get(change.photoId) ?? {};
  return width === null || height === null || Math.abs(width / height - change.aspect) > 0.001;
}
