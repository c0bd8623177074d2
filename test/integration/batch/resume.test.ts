import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { previewScan } from '../../../src-main/engine/batch/preview-scan.ts';
import { scanReport } from '../../../src-main/engine/batch/scan-report.ts';
import { startScan } from '../../../src-main/engine/batch/start-scan.ts';
import { retryTask } from '../../../src-main/engine/control/retry.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import type { ProbePoint } from '../../../src-main/jobs/probe.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { scanParams } from '../../../src-preload/contract/batch.ts';
import { makeTree } from '../../fixtures/batch/scan-app.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { CARD_KINDS, pocketOf } from '../../fixtures/tree/pulled-card.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('scan-resume');
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function open(name: string, probe: (point: ProbePoint) => void, clock?: FakeClock) {
  const { engine, close } = await realEngine(join(folder, `${name} library`), {
    probe,
    ...(clock === undefined ? {} : { clock }),
  });
  opened.push(close);
  return engine;
}

/** Files in folders whose names sort before, between and after them. */
async function makeFiles(root: string, count: number): Promise<string[]> {
  const places = ['', 'a/', 'a/b/', 'm/', 'z z/', 'z z/\u{1f600}/'];
  const paths = Array.from({ length: count }, (_, n) => `${places[n % places.length]}${n}.jpg`);
  await makeTree(root, Object.fromEntries(paths.map((path) => [path, { bytes: 1 }])));
  return paths.map((path) => join(root, path)).sort();
}

const found = (on: LibraryEngine) =>
  selectAll<{ ref: string }>(on.db, `SELECT ref FROM job_items ORDER BY ref`)
    .map(({ ref }) => ref)
    .sort();

const params = (path: string, more: object = {}) => ({
  ...scanParams.parse({ path, ...more }),
  dryRun: false,
});

test.each([1, 3, 5, 7])(
  'a search that is interrupted at its page %i goes on from there: every file is found, and none twice',
  async (stopAt) => {
    const root = join(folder, `tree ${stopAt}`);
    const files = await makeFiles(root, 4200);
    let pages = 0;
    let closing: Promise<void> | null = null;
    const first = await open(`interrupted ${stopAt}`, (point) => {
      if (point !== 'chunk_stored') return;
      pages += 1;
      if (pages === stopAt) closing = first.close();
    });
    const id = await startScan(first, params(root, { action: 'verify' }));
    await until(() => closing !== null, 'the page');
    await closing;
    const second = await open(`interrupted ${stopAt}`, () => {});
    expect(found(second).length).toBeLessThan(files.length);
    await second.taskEnded(id);
    expect(getTask(second.db, id)?.state).toBe('completed');
    expect(found(second)).toEqual(files);
    expect(brokenInvariants(second.db)).toEqual([]);
  },
);

test('what came to the folder meanwhile is found, what went is not, and nothing is found twice', async () => {
  const root = join(folder, 'changing');
  const files = await makeFiles(root, 3000);
  let pages = 0;
  let closing: Promise<void> | null = null;
  const first = await open('changing', (point) => {
    if (point !== 'chunk_stored') return;
    pages += 1;
    if (pages === 2) closing = first.close();
  });
  const id = await startScan(first, params(root, { action: 'verify' }));
  await until(() => closing !== null, 'the page');
  await closing;
  await rename(join(root, 'm'), join(root, 'n'));
  await makeTree(root, { 'zzz/new.jpg': {} });
  const second = await open('changing', () => {});
  await second.taskEnded(id);
  const moved = files.map((path) => path.replace(`${root}/m/`, `${root}/n/`));
  expect(found(second)).toEqual([...moved, join(root, 'zzz', 'new.jpg')].sort());
  expect(brokenInvariants(second.db)).toEqual([]);
});

test('an import that was stored when its scan was interrupted is not started again', async () => {
  const card = join(folder, 'card');
  await makeCard(card, 3, { size: 'tiny' });
  let stored = 0;
  const on = await open('import', (point) => {
    if (point !== 'task_stored') return;
    stored += 1;
    if (stored === 2)
      throw new Error('the process dies here, after the import is there and before its item has ended');
  });
  const { id: projectId } = await createProject(on.db, on.paths, 'P', 0);
  const id = await startScan(on, params(card, { action: 'import', projectId }));
  await on.taskEnded(id);
  expect(getTask(on.db, id)?.state).toBe('failed');
  retryTask(on.control, id, 'person');
  await on.taskEnded(id);
  expect(getTask(on.db, id)?.state).toBe('completed');
  const imports = selectAll<{ id: string }>(on.db, `SELECT id FROM tasks WHERE type = 'upload_processing'`);
  expect(imports).toHaveLength(1);
  await on.taskEnded(imports[0]?.id ?? '');
  expect(scanReport(on, { taskId: id, after: 0, limit: 1 }).follows).toMatchObject([
    { id: imports[0]?.id, state: 'completed', progress: { succeeded: 3 } },
  ]);
});

test.for(
  CARD_KINDS.flatMap((card) => [
    { ...card, when: 'it is searched', point: 'chunk_stored' as ProbePoint },
    { ...card, when: 'its files are looked into', point: 'flushed' as ProbePoint },
  ]),
)(
  'a scan of $kind while $when waits for it, and goes on when it is back',
  async ({ kind, when, insert, pull, isMounted, runs, point }, { skip }) => {
    if (!runs) skip('only root can mount');
    const card = join(folder, 'cards', `${kind} ${when}`);
    const files = (await makeFiles(pocketOf(card), 1500)).map(
      (path) => card + path.slice(pocketOf(card).length),
    );
    await insert(card);
    const clock = new FakeClock();
    let pulled: Promise<void> | null = null;
    const on = await open(
      `${kind} ${when}`,
      (passed) => {
        if (passed === point) pulled ??= pull(card);
      },
      clock,
    );
    const id = await startScan(on, params(card));
    await until(() => getTask(on.db, id)?.state === 'waiting', 'parking', 20_000);
    await pulled;
    expect(selectOne(on.db, 'SELECT state, parked_detail, attempt FROM jobs')).toEqual({
      state: 'parked',
      parked_detail: card,
      attempt: 0,
    });
    clock.pass(60_000);
    on.tick();
    await on.upkeep.parked.look();
    expect(getTask(on.db, id)?.state).toBe('waiting');

    await insert(card);
    clock.pass(60_000);
    on.tick();
    await on.taskEnded(id);
    expect(getTask(on.db, id)?.state).toBe('completed');
    expect(found(on)).toEqual(files.sort());
    expect(selectAll(on.db, `SELECT ref FROM job_items WHERE state <> 'done'`)).toEqual([]);
    expect(brokenInvariants(on.db)).toEqual([]);
    if (isMounted) await pull(card);
  },
);

/** A clock of which somebody asks the time, and something happens. */
class TellingClock extends FakeClock {
  asked: () => void = () => undefined;

  override mono(): number {
    this.asked();
    return super.mono();
  }
}

test.for(CARD_KINDS)(
  'a preview of $kind says that its folder is gone, and not what was seen of it until then',
  async ({ kind, insert, pull, runs }, { skip }) => {
    if (!runs) skip('only root can mount');
    const card = join(folder, 'cards', `preview of ${kind}`);
    await makeFiles(pocketOf(card), 1500);
    await insert(card);
    const clock = new TellingClock();
    const on = await open(`preview of ${kind}`, () => undefined, clock);
    let asked = 0;
    let pulled: Promise<void> | null = null;
    clock.asked = () => {
      asked += 1;
      if (asked >= 100) pulled ??= pull(card);
    };
    await expect(previewScan(on, { ...scanParams.parse({ path: card }), limit: 10 })).rejects.toMatchObject({
      code: 'path_missing',
      detail: card,
    });
    await pulled;
    expect(selectAll(on.db, 'SELECT id FROM tasks')).toEqual([]);
  },
);
