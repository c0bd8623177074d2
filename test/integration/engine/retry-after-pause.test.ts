import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { pauseJob, pauseTask } from '../../../src-main/engine/control/pause.ts';
import { retryTask } from '../../../src-main/engine/control/retry.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { unfinishedJobs } from '../../../src-main/jobs/sql/jobs.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { handlerOf, makeEngine, refs, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('paused-retry');
let engine: LibraryEngine | null = null;
afterEach(async () => {
  await engine?.close();
});

test.each(['task', 'job'])(
  'what ended while its %s was paused runs again when it is retried',
  async (what) => {
    let go: (() => void) | null = null;
    let healthy = false;
    const on = await makeEngine(join(folder, what), {
      definitions: { one: taskOf('work') },
      handlers: [
        handlerOf('work', async () => {
          if (healthy) return { state: 'done' };
          await new Promise<void>((resolve) => {
            go = resolve;
          });
          throw new AppError('corrupt_data');
        }),
      ],
    });
    engine = on;
    const id = on.startTask({ type: 'one', projectId: null, params: {}, items: refs(1) });
    // The pause finds the last item at work, and lets it finish: the task ends paused.
    await until(() => go !== null, 'the start of the item');
    const [job] = unfinishedJobs(on.db, id);
    if (what === 'task') pauseTask(on.control, id, 'person');
    else pauseJob(on.control, job?.id ?? 0, 'person');
    (go as (() => void) | null)?.();
    await on.taskEnded(id);
    expect(getTask(on.db, id)?.state).toBe('failed');
    healthy = true;
    retryTask(on.control, id, 'person');
    await until(
      () => getTask(on.db, id)?.state === 'completed',
      `retried, it is ${getTask(on.db, id)?.state}: its end`,
    );
  },
);
