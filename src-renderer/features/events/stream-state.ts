import type { EventBatch } from '../../../src-preload/contract/events.ts';

export interface StreamState {
  /** Of the last batch; null before the first. */
  seq: number | null;
  /** Id of the library that the stream speaks of. */
  libraryId: string | null;
}

export const INITIAL_STREAM: StreamState = { seq: null, libraryId: null };

export interface StreamStep {
  state: StreamState;
  /** What is known may be wrong: ask again. */
  resync: boolean;
  /** Another library is open, or none: forget everything, ids mean other things now. */
  libraryChanged: boolean;
}

/** What a batch means for what the page knows. A gap is treated like a reset; the batch itself still applies. */
export function nextStreamStep(
  state: StreamState,
  batch: Pick<EventBatch, 'seq' | 'reset' | 'library'>,
): StreamStep {
  const gap = state.seq === null || batch.seq !== state.seq + 1;
  // A client that fell behind is reset without a word about the library: it is the same one.
  const libraryId = batch.library === undefined ? state.libraryId : (batch.library?.id ?? null);
  return {
    state: { seq: batch.seq, libraryId },
    resync: batch.reset || gap,
    libraryChanged: state.seq !== null && libraryId !== state.libraryId,
  };
}
