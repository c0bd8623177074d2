import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { handlerOf, makeEngine, refs, taskOf } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cancel-latency');
let engine: LibraryEngine | null = null;

afterEach(async () => {
  await engine?.close();
  engine = null;
});

/** Seeded, so that a failing run can be repeated: SAFELIGHT_SEED=… */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('1,000 cancels at random moments: no canceled job completes, and from the click to the last effect it is quick', {
  timeout: 120_000,
}, async () => {
  const seed = Number(process.env.SAFELIGHT_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const lastEffect = new Map<string, number>();
  engine = await makeEngine(join(folder, 'library'), {
    definitions: { two: taskOf('work', 'work') },
    handlers: [
      handlerOf('work', async ({ job, signal }) => {
        // Cooperative work: steps of some milliseconds, and a look at the signal between them.
        for (let step = 0; step < 3; step += 1) {
          await new Promise((resolve) => setTimeout(resolve, random() * 4));
          signal.throwIfAborted();
          lastEffect.set(job.task_id ?? '', performance.now());
        }
        return { state: 'done', apply: () => void lastEffect.set(job.task_id ?? '', performance.now()) };
      }),
    ],
    config: { pipeline: { max_parallel_jobs: 4 } },
  });
  const on = engine;
  const latencies: number[] = [];
  const lies: string[] = [];
  for (let round = 0; round < 1000; round += 1) {
    const id = on.startTask({ type: 'two', projectId: null, params: {}, items: refs(20) });
    const wait = random() * 12;
    if (wait > 2) await new Promise((resolve) => setTimeout(resolve, wait));
    const clicked = performance.now();
    const accepted = on.cancelTask(id, 'person');
    await on.taskEnded(id);
    // What still works in the shadow would show up in the next turns.
    await new Promise((resolve) => setTimeout(resolve, 6));
    if (accepted) latencies.push(Math.max(0, (lastEffect.get(id) ?? 0) - clicked));
    const state = getTask(on.db, id)?.state;
    if (accepted !== (state === 'canceled'))
      lies.push(`round ${round}: accepted ${accepted}, ended ${state}`);
  }
  latencies.sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor(share * (latencies.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${latencies.length} cancels, seed ${seed}: from click to last effect p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  );
  expect(lies).toEqual([]);
  expect(Number(at(0.95))).toBeLessThan(300);
  expect(
    selectAll(
      on.db,
      `SELECT jobs.id FROM jobs JOIN tasks ON tasks.id = task_id WHERE tasks.state = 'canceled' AND jobs.state = 'completed'
         AND jobs.cancel_requested_at IS NOT NULL`,
    ),
  ).toEqual([]);
  expect(brokenInvariants(on.db)).toEqual([]);
});
