import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { cancelScan, scanReport } from '../../../src-main/engine/batch/scan-report.ts';
import { startScan } from '../../../src-main/engine/batch/start-scan.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import type { ProbePoint } from '../../../src-main/jobs/probe.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { scanParams } from '../../../src-preload/contract/batch.ts';
import { makeTree } from '../../fixtures/batch/scan-app.ts';
import { realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('scan-cancel');
const card = join(folder, 'card');
/** More than are stored in one piece. */
const FILES = 600;
let close: () => Promise<void> = async () => {};

afterEach(() => close());

const imports = (on: LibraryEngine) =>
  selectAll<{ id: string; state: string }>(
    on.db,
    `SELECT id, state FROM tasks WHERE type = 'upload_processing'`,
  );

/** Cancels an import scan at the `turn`th time that a point is passed, and waits until all of it has ended. */
async function canceledAt(name: string, point: ProbePoint, turn: number) {
  await makeTree(
    card,
    Object.fromEntries(Array.from({ length: FILES }, (_, n) => [`${n}.jpg`, { bytes: 10 + n }])),
  );
  let id = '';
  let passed = 0;
  const { engine, close: end } = await realEngine(join(folder, name), {
    probe: (at) => {
      if (at !== point) return;
      passed += 1;
      if (passed === turn) cancelScan(engine, id, 'person');
    },
  });
  close = end;
  const { id: projectId } = await createProject(engine.db, engine.paths, 'P', 0);
  id = await startScan(engine, {
    ...scanParams.parse({ path: card, action: 'import', projectId }),
    dryRun: false,
  });
  await engine.taskEnded(id);
  for (const { id: follow } of imports(engine)) await engine.taskEnded(follow);
  expect(getTask(engine.db, id)?.state).toBe('canceled');
  return { engine, id };
}

test('a scan that is canceled while its import is being stored takes nothing in', async () => {
  const { engine } = await canceledAt('storing', 'task_building', 2);
  expect(imports(engine)).toEqual([]);
  expect(selectOne(engine.db, 'SELECT count(*) AS n FROM photos')).toEqual({ n: 0 });
  expect(brokenInvariants(engine.db)).toEqual([]);
});

test('one whose import was stored a moment ago cancels that too', async () => {
  // The scan itself is the first task that is stored.
  const { engine, id } = await canceledAt('stored', 'task_stored', 2);
  expect(imports(engine)).toMatchObject([{ state: 'canceled' }]);
  expect(scanReport(engine, { taskId: id, after: 0, limit: 1 }).follows).toMatchObject([
    { state: 'canceled' },
  ]);
  expect(brokenInvariants(engine.db)).toEqual([]);
});
