import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { execute, selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { TaskRow } from '../../../src-main/db/rows.ts';
import { forgetRecipe, saveRecipe } from '../../../src-main/engine/batch/recipes.ts';
import { startScan } from '../../../src-main/engine/batch/start-scan.ts';
import { pauseAll, pauseTask, resumeAll } from '../../../src-main/engine/control/pause.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { handlers } from '../../../src-main/handlers/registry.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { loadTaskDefinitions } from '../../../src-main/tasks/definitions.ts';
import { taskView } from '../../../src-main/tasks/views.ts';
import { recipeInput, scanParams } from '../../../src-preload/contract/batch.ts';
import { makeTree, openScanApp, type ScanApp } from '../../fixtures/batch/scan-app.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { makeEngine, until } from '../../fixtures/engine/make-engine.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('recipes');
const tree = join(folder, 'tree');

beforeAll(() => makeTree(tree, { 'a.jpg': {}, 'b.cr3': {}, 'old.jpg': { ageDays: 100 } }));

describe('a recipe', () => {
  let on: ScanApp;
  const recipe = { name: 'New JPEGs', path: tree, pattern: '*.jpg', filters: { maxAgeDays: 30 } };

  beforeAll(async () => {
    on = await openScanApp(join(folder, 'library'));
  });
  afterAll(() => on.close());

  test('is saved, listed, run as often as one likes, replaced under its name, and removed', async () => {
    const saved = await on.client.batch.recipes.save(recipe);
    expect(saved).toMatchObject({ ...recipe, action: 'index', schedule: null });
    expect(await on.client.batch.recipes.list()).toEqual([saved]);
    const run = async (dryRun: boolean) => {
      const { taskId } = await on.client.batch.recipes.run({ id: saved.id, dryRun });
      return await on.ended(taskId);
    };
    for (const dryRun of [true, false]) {
      const { report, results } = await run(dryRun);
      expect(results.map(({ path }) => path)).toEqual([join(tree, 'a.jpg')]);
      expect(report.params.dryRun).toBe(dryRun);
    }
    const replaced = await on.client.batch.recipes.save({ ...recipe, pattern: '*', schedule: '0 4 * * 1' });
    expect(replaced).toMatchObject({ id: saved.id, pattern: '*', schedule: '0 4 * * 1' });
    expect((await run(false)).results).toHaveLength(2);
    expect(await on.client.maintenance.schedules()).toContainEqual(
      expect.objectContaining({
        id: `recipe:${saved.id}`,
        label: 'Batch scan: New JPEGs',
        cron: '0 4 * * 1',
        available: true,
      }),
    );
    await on.client.batch.recipes.remove({ id: saved.id });
    expect(await on.client.batch.recipes.list()).toEqual([]);
    expect((await on.client.maintenance.schedules()).map(({ id }) => id)).not.toContain(`recipe:${saved.id}`);
  });

  test('may be about a card that is not here now, and says so when it is run', async () => {
    const { id } = await on.client.batch.recipes.save({ name: 'Card', path: join(folder, 'card') });
    expect(await safe(on.client.batch.recipes.run({ id }))).toMatchObject({
      error: { code: 'PATH_UNREADABLE', data: { reason: 'missing' } },
    });
  });

  test.each([
    ['a schedule that is none', { schedule: 'now and then' }, 'BAD_PAYLOAD'],
    ['a schedule of six fields', { schedule: '* * * * * *' }, 'BAD_PAYLOAD'],
    ['a day that never comes', { schedule: '0 0 30 2 *' }, 'BAD_PAYLOAD'],
    ['a glob that is none', { pattern: '[' }, 'BAD_PAYLOAD'],
    ['a relative path', { path: 'tree' }, 'PATH_UNREADABLE'],
    ['a file', { path: join(tree, 'a.jpg') }, 'BAD_PAYLOAD'],
    ['what is ours alone', { path: join(folder, 'library', '.safelight') }, 'PATH_UNREADABLE'],
    ['no name', { name: ' ' }, 'BAD_REQUEST'],
    ['an import into a project that is not there', { action: 'import', projectId: 99 }, 'NOT_FOUND'],
  ])('with %s is refused, and not stored', async (_what, wrong, code) => {
    const before = await on.client.batch.recipes.list();
    const call = on.client.batch.recipes.save({ ...recipe, name: 'wrong', ...wrong } as never);
    expect(await safe(call)).toMatchObject({ error: { code } });
    expect(await on.client.batch.recipes.list()).toEqual(before);
  });

  test('that there is not is not run, and not removed', async () => {
    const missing = { code: 'NOT_FOUND', data: { kind: 'recipe', id: '4711' } };
    expect(await safe(on.client.batch.recipes.run({ id: 4711 }))).toMatchObject({ error: missing });
    expect(await safe(on.client.batch.recipes.remove({ id: 4711 }))).toMatchObject({ error: missing });
  });
});

describe('by the clock', () => {
  const noon = new Date(2026, 10, 24, 12, 0).getTime();
  let engine: LibraryEngine | null = null;

  afterEach(async () => {
    await engine?.close();
    engine = null;
  });

  async function open(name: string, clock: FakeClock, config: object = {}) {
    engine = await makeEngine(join(folder, name), {
      handlers: [...handlers.values()],
      definitions: await loadTaskDefinitions(join(import.meta.dirname, '..', '..', '..', 'resources')),
      clock,
      config,
      schedule: true,
    });
    return engine;
  }

  const hourly = (path: string) =>
    recipeInput.parse({ name: 'Hourly', path, action: 'verify', schedule: '0 * * * *' });
  function addPhoto(on: LibraryEngine, projectId: number, name: string): number {
    const now = { projectId, name, base: name.split('.')[0] ?? '', sha256: '0'.repeat(64) };
    execute(
      on.db,
      `INSERT INTO photos(project_id, base_name, sort_at, created_at, updated_at) VALUES (@projectId, @base, 0, 0, 0)`,
      now,
    );
    const { id } = selectOne<{ id: number }>(on.db, 'SELECT max(id) AS id FROM photos') ?? { id: 0 };
    execute(
      on.db,
      `INSERT INTO files(photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, created_at)
       VALUES (@id, @projectId, @name, 'image', 'jpeg', 10, 0, @sha256, 0)`,
      { ...now, id },
    );
    return id;
  }
  const scans = (on: LibraryEngine) =>
    selectAll<TaskRow>(on.db, `SELECT * FROM tasks WHERE type = 'batch_scan' ORDER BY created_at`);
  const pass = (on: LibraryEngine, clock: FakeClock, ms: number) => {
    clock.pass(ms);
    on.tick();
  };

  test('runs with each due time from when it was saved, and no more once it is removed', async () => {
    const clock = new FakeClock(noon + 60_000);
    const on = await open('hourly', clock);
    on.tick();
    const { id } = await saveRecipe(on, hourly(tree));
    on.tick();
    pass(on, clock, 30 * 60_000);
    expect(scans(on)).toEqual([]);
    for (const hours of [1, 2]) {
      pass(on, clock, 60 * 60_000);
      await until(() => scans(on).filter(({ state }) => state === 'completed').length === hours);
    }
    expect(scans(on)[0]).toMatchObject({ requested_by: 'scheduler', schedule_id: `recipe:${id}` });
    forgetRecipe(on, id);
    pass(on, clock, 5 * 60 * 60_000);
    expect(scans(on)).toHaveLength(2);
  });

  test('says in its task that the folder is not there; the next due time tries again', async () => {
    const clock = new FakeClock(noon + 60_000);
    const on = await open('gone', clock);
    const place = join(folder, 'place');
    await saveRecipe(on, hourly(place));
    on.tick();
    pass(on, clock, 60 * 60_000);
    await until(() => scans(on)[0]?.state === 'failed');
    expect(selectAll(on.db, `SELECT error_code FROM jobs WHERE type = 'scan'`)).toEqual([
      { error_code: 'path_missing' },
    ]);
    await makeTree(`${place} made`, { 'a.jpg': {} });
    await rename(`${place} made`, place);
    pass(on, clock, 60 * 60_000);
    await until(() => scans(on)[1]?.state === 'completed');
    await rm(place, { recursive: true });
  });

  test('knows the photos of the library wherever the links to them lead, and is the one scan of their folder', async () => {
    const clock = new FakeClock(noon + 60_000);
    const on = await open('linked', clock);
    const project = await createProject(on.db, on.paths, 'P', 0);
    await makeTree(join(on.paths.root, 'P'), { 'a.jpg': {} });
    const photo = addPhoto(on, project.id, 'a.jpg');
    await symlink(on.paths.root, join(folder, 'link'));
    await saveRecipe(on, hourly(`${join(folder, 'link')}/P/`));
    on.tick();
    pass(on, clock, 60 * 60_000);
    await until(() => scans(on)[0]?.state === 'completed');
    expect(scans(on).map((task) => taskView(on.view, task).folder)).toEqual([join(folder, 'link', 'P')]);
    const found = () =>
      selectAll(
        on.db,
        `SELECT ref, job_items.state, photo_id FROM job_items JOIN jobs ON jobs.id = job_id WHERE type = 'scan'`,
      );
    expect(found()).toEqual([{ ref: join(folder, 'link', 'P', 'a.jpg'), state: 'done', photo_id: photo }]);

    pauseAll(on.control, { owner: 'test', reason: '', bootId: null });
    const params = { ...scanParams.parse({ path: join(on.paths.root, 'P') }), dryRun: false };
    const id = await startScan(on, params);
    pauseTask(on.control, id, 'test');
    resumeAll(on.control, 'test');
    pass(on, clock, 60 * 60_000);
    await until(() => scans(on).filter(({ state }) => state === 'failed').length === 1);
    expect(
      selectAll(on.db, `SELECT error_code FROM jobs WHERE error_code IS NOT NULL AND type = 'scan'`),
    ).toEqual([{ error_code: 'already_running' }]);
  });

  test('a queue that is full holds it back and does not stop the queue; it runs when there is room', async () => {
    const clock = new FakeClock(noon + 60_000);
    const on = await open('full', clock, { jobs: { max_queue_size: 1 } });
    pauseAll(on.control, { owner: 'test', reason: '', bootId: null });
    on.startOwnTask(
      {
        label: 'In the way',
        scope: 'global',
        source: 'user',
        successToast: null,
        steps: [{ jobType: 'manifest_cleaning', priority: 50 }],
      },
      { type: 'manifest_cleaning', projectId: null, params: {}, items: [] },
    );
    await saveRecipe(on, hourly(tree));
    on.tick();
    pass(on, clock, 60 * 60_000);
    pass(on, clock, 61_000);
    expect(scans(on)).toEqual([]);
    resumeAll(on.control, 'test');
    // Others that are due want the one place, too.
    for (let tries = 0; tries < 5 && scans(on).length === 0; tries += 1) {
      await until(() => on.unfinishedTasks().length === 0, 'room');
      pass(on, clock, 61_000);
    }
    await until(() => scans(on)[0]?.state === 'completed', 'the scan');
  });
});
