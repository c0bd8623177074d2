import { renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { scanReport } from '../../../src-main/engine/batch/scan-report.ts';
import { startScan } from '../../../src-main/engine/batch/start-scan.ts';
import { retryTask } from '../../../src-main/engine/control/retry.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';
import { scanParams } from '../../../src-preload/contract/batch.ts';
import { makeTree } from '../../fixtures/batch/scan-app.ts';
import { importCard, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('scan-retry');
let close: () => Promise<void> = async () => {};

afterEach(() => close());

/** A card whose contacts are bad: this file is not there the first time that it is looked into. */
const losing =
  (path: string) =>
  (workers: WorkerHost): WorkerHost => {
    let isLost = false;
    return {
      status: () => workers.status(),
      close: () => workers.close(),
      run: async (name, input, options) => {
        if (isLost || name !== 'inspect' || !JSON.stringify(input).includes(path)) {
          return await workers.run(name, input, options);
        }
        isLost = true;
        await rename(path, `${path}.lost`);
        try {
          return await workers.run(name, input, options);
        } finally {
          await rename(`${path}.lost`, path);
        }
      },
    };
  };

async function allEnded(on: LibraryEngine, id: string) {
  await on.taskEnded(id);
  const report = () => scanReport(on, { taskId: id, after: 0, limit: 100 });
  for (const { id: follow } of report().follows) await on.taskEnded(follow);
  return report();
}

test('a file of an import that could not be read is taken in when that is retried, and no other again', async () => {
  const card = join(folder, 'card');
  const [lost = ''] = await makeCard(card, 4, { size: 'tiny' });
  const { engine, close: end } = await realEngine(join(folder, 'library'), { around: losing(lost) });
  close = end;
  const { id: projectId } = await createProject(engine.db, engine.paths, 'P', 0);
  const params = scanParams.parse({ path: card, action: 'import', projectId });
  const id = await startScan(engine, { ...params, dryRun: false });
  const first = await allEnded(engine, id);
  expect(first).toMatchObject({
    task: { state: 'failed', retryable: 1 },
    follows: [{ state: 'completed', progress: { succeeded: 3, failed: 0 } }],
  });
  expect(first.results.filter(({ state }) => state === 'failed').map(({ path }) => path)).toEqual([lost]);

  retryTask(engine.control, id, 'person');
  const second = await allEnded(engine, id);
  expect(second).toMatchObject({
    task: { state: 'completed', retryable: 0 },
    counts: { succeeded: 4, failed: 0 },
    follows: [
      { state: 'completed', progress: { succeeded: 3 } },
      { state: 'completed', progress: { total: 1, succeeded: 1 } },
    ],
  });
  const contents = async (path: string) => (await hashTree(path)).map(({ sha256 }) => sha256).sort();
  expect(await contents(join(folder, 'library', 'P'))).toEqual(await contents(card));
  expect(getTask(engine.db, id)?.finished_at).not.toBeNull();
  expect(selectAll(engine.db, `SELECT id FROM photos`)).toHaveLength(4);
  expect(brokenInvariants(engine.db)).toEqual([]);
});

test('a folder that could not be searched is looked at again, and nothing is done a second time for the rest', async () => {
  const gone = join(folder, 'gone');
  let there = '';
  let isArmed = false;
  const { engine, close: end } = await realEngine(join(folder, 'told'), {
    probe: (point) => {
      if (point !== 'chunk_stored' || !isArmed) return;
      isArmed = false;
      renameSync(there, gone);
    },
  });
  close = end;
  const card = join(folder, 'told card');
  await makeCard(card, 3, { size: 'tiny' });
  await importCard(engine, card, 'P');
  const root = join(engine.paths.root, 'P');
  there = join(root, 'b');
  const files = Array.from({ length: 600 }, (_, n) => [`a/${n}.txt`, { bytes: 1 }]);
  await makeTree(root, { ...Object.fromEntries(files), 'b/1.txt': {} });
  isArmed = true;
  const id = await startScan(engine, {
    ...scanParams.parse({ path: root, action: 'verify' }),
    dryRun: false,
  });
  const told = async () => {
    // Also what follows, which finds its own work.
    await allEnded(engine, id);
    const report = scanReport(engine, { taskId: id, states: ['failed'], after: 0, limit: 10 });
    expect(report.follows).toMatchObject([{ type: 'verify', progress: { total: 3 } }]);
    return report.results.map(({ path, problem }) => [path, problem?.code]);
  };
  expect(await told()).toEqual([[there, 'file_missing']]);
  await rename(gone, there);
  retryTask(engine.control, id, 'person');
  expect(await told()).toEqual([[there, 'scan_again']]);
  await rename(there, gone);
  retryTask(engine.control, id, 'person');
  expect(await told()).toEqual([[there, 'file_missing']]);
});
