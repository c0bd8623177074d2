import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { showProject, useView } from '../../app/view.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { clearSelection } from '../culling/selection.ts';
import { filtersByDecision } from '../filters/filters-by-decision.ts';
import { onOrderChanged } from '../grid/order-changed.ts';
import { photoLoader, photoStore } from '../grid/photos.ts';
import { forgetShiftDrafts } from '../info/shift-draft.ts';
import { keepDraft } from '../scan/open-scan.ts';
import { applyBatch } from './apply-batch.ts';
import { followEvents } from './event-stream.ts';
import { IndexRefresh } from './index-refresh.ts';

interface Connection {
  connected: boolean;
  /** `at` of the first batch: what ended before that is history. Null until it came. */
  firstBatchAt: number | null;
}

export const useConnection = create<Connection>()(() => ({ connected: false, firstBatchAt: null }));

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Keeps all that is shown in step with main. Mounted once. */
export function useEvents(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    const indexRefresh = new IndexRefresh({
      refetch: () => queries.invalidateQueries({ queryKey: orpc.photos.index.key() }),
      now: () => performance.now(),
      schedule: (task, ms) => setTimeout(task, ms),
    });
    const changesRefresh = new IndexRefresh({
      refetch: () =>
        Promise.all([
          queries.invalidateQueries({ queryKey: orpc.changes.key() }),
          queries.invalidateQueries({ queryKey: orpc.photos.tags.key() }),
          queries.invalidateQueries({ queryKey: orpc.photos.people.key() }),
          queries.invalidateQueries({ queryKey: orpc.photos.query.key() }),
        ]),
      // A person waits for the number that their key has changed; it costs little to count.
      restFactor: 2,
      now: () => performance.now(),
      schedule: (task, ms) => setTimeout(task, ms),
    });
    const leaveOrder = onOrderChanged(() => indexRefresh.request());
    void followEvents({
      open: (signal) => client.events.stream(undefined, { signal }),
      apply: (batch, step) => {
        if (useConnection.getState().firstBatchAt === null)
          useConnection.setState({ firstBatchAt: batch.at });
        applyBatch(batch, step, {
          queries,
          photos: photoStore,
          refreshPhotos: () => photoLoader.refresh(),
          indexRefresh,
          refreshChanges: () => changesRefresh.request(),
          filtersByDecision: () => filtersByDecision(useView.getState().filter),
          onLibraryChanged: () => {
            clearSelection();
            forgetShiftDrafts();
            keepDraft(null);
            showProject(null);
          },
        });
      },
      onConnected: (connected) => {
        if (useConnection.getState().connected !== connected) useConnection.setState({ connected });
      },
      wait,
      signal: abort.signal,
    });
    return () => {
      leaveOrder();
      abort.abort();
    };
  }, [queries]);
}
