import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../../src-preload/contract/events.ts';
import type { LibraryInfo } from '../../../src-preload/contract/library.ts';
import { followEvents } from '../../../src-renderer/features/events/event-stream.ts';
import { IndexRefresh } from '../../../src-renderer/features/events/index-refresh.ts';
import {
  INITIAL_STREAM,
  nextStreamStep,
  type StreamStep,
} from '../../../src-renderer/features/events/stream-state.ts';

const library = (id: string): LibraryInfo => ({
  id,
  root: '/l',
  name: 'l',
  projects: 0,
  photos: 0,
  schemaVersion: 1,
  halted: null,
});
const batch = (seq: number, change: Partial<EventBatch> = {}): EventBatch => ({
  seq,
  at: 0,
  reset: false,
  tasks: [],
  jobs: [],
  photos: [],
  projectsChanged: false,
  ...change,
});

describe('what a batch means', () => {
  const open = nextStreamStep(INITIAL_STREAM, batch(7, { reset: true, library: library('A') })).state;

  it('asks for everything at the first batch, without calling it another library', () => {
    const step = nextStreamStep(INITIAL_STREAM, batch(7, { reset: true, library: library('A') }));
    expect(step).toMatchObject({ resync: true, libraryChanged: false, state: { seq: 7, libraryId: 'A' } });
  });

  it('takes the next in line as it is', () => {
    expect(nextStreamStep(open, batch(8))).toMatchObject({ resync: false, libraryChanged: false });
  });

  it('asks again after a gap, and goes on from there', () => {
    const step = nextStreamStep(open, batch(10));
    expect(step.resync).toBe(true);
    expect(nextStreamStep(step.state, batch(11)).resync).toBe(false);
  });

  it('forgets everything when another library is opened or this one is closed', () => {
    expect(nextStreamStep(open, batch(8, { reset: true, library: library('B') })).libraryChanged).toBe(true);
    expect(nextStreamStep(open, batch(8, { reset: true, library: null })).libraryChanged).toBe(true);
  });

  it('takes a reset that names no library as one for falling behind, in the same library', () => {
    const step = nextStreamStep(open, batch(300, { reset: true }));
    expect(step).toMatchObject({ resync: true, libraryChanged: false, state: { libraryId: 'A' } });
  });
});

describe('following the stream', () => {
  it('opens it again when it breaks, waiting longer each time, and at once after it worked', async () => {
    const abort = new AbortController();
    const waits: number[] = [];
    const steps: StreamStep[] = [];
    const connected: boolean[] = [];
    let opened = 0;
    await followEvents({
      open: async () => {
        opened += 1;
        if (opened <= 2) throw new Error('no main yet');
        return (async function* () {
          yield batch(opened, { reset: true, library: library('A') });
        })();
      },
      apply: (_batch, step) => steps.push(step),
      onConnected: (value) => connected.push(value),
      wait: async (ms) => {
        waits.push(ms);
        if (waits.length === 4) abort.abort();
      },
      signal: abort.signal,
    });
    expect(waits).toEqual([200, 400, 200, 200]);
    expect(steps.map((step) => step.resync)).toEqual([true, true]);
    expect(connected).toEqual([false, false, true, false, true, false]);
  });
});

describe('refresh of the order of photos', () => {
  it('asks at once, then at most as often as the answer allows', async () => {
    let now = 0;
    let asked = 0;
    const timers: { task: () => void; ms: number }[] = [];
    const refresh = new IndexRefresh({
      refetch: async () => {
        asked += 1;
        now += 120; // A large library.
      },
      now: () => now,
      schedule: (task, ms) => timers.push({ task, ms }),
    });
    for (let times = 0; times < 10; times += 1) refresh.request();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toBe(1);
    expect(timers.map((timer) => timer.ms)).toEqual([1200]);
    timers[0]?.task();
    expect(asked).toBe(2); // For the requests that came meanwhile, once.
  });
});
