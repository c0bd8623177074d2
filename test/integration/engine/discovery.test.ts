import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { TaskRow } from '../../../src-main/db/rows.ts';
import { cancelTask } from '../../../src-main/engine/control/cancel.ts';
import { retryTask } from '../../../src-main/engine/control/retry.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { taskView } from '../../../src-main/tasks/views.ts';
import { handlerOf, makeEngine, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('discovery');
let engine: LibraryEngine | null = null;

afterEach(async () => {
  await engine?.close();
  engine = null;
});

interface Search {
  pages: number;
  perPage: number;
  /** Waits here, once, when the page is reached. */
  stopAt?: number;
  /** Fails here, once, when the page is reached. */
  failAt?: number;
  begunAt: (string | null)[];
}

async function open(name: string, search: Search, then: string[] = []) {
  engine = await makeEngine(join(folder, name), {
    definitions: { find: taskOf('work', 'then') },
    handlers: [
      handlerOf('work', async () => ({ state: 'done' }), {
        concurrency: () => 200,
        async *discover({ signal }, from) {
          search.begunAt.push(from);
          for (let page = Number(from ?? 0); page < search.pages; page += 1) {
            if (page === search.stopAt) {
              delete search.stopAt;
              await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
              return;
            }
            if (page === search.failAt) {
              delete search.failAt;
              throw new AppError('stalled', { retry: 'never' });
            }
            const items = Array.from({ length: search.perPage }, (_, at) => ({ ref: `${page}/${at}` }));
            yield { items, cursor: String(page + 1) };
          }
        },
      }),
      handlerOf(
        'then',
        async ({ item }) => {
          then.push(item.ref);
          return { state: 'done' };
        },
        {
          async *discover() {
            yield { items: [{ ref: 'after all' }], cursor: 'end' };
          },
        },
      ),
    ],
  });
  return engine;
}

const find = (on: LibraryEngine) => on.startTask({ type: 'find', projectId: null, params: {}, items: [] });

test('11,000 items that are found become jobs of at most 2,000, and the next step runs once, after all of them', async () => {
  const then: string[] = [];
  const on = await open('spill', { pages: 22, perPage: 500, begunAt: [] }, then);
  const id = find(on);
  await on.taskEnded(id);
  const jobs = selectAll<{ type: string; chunk: number; total: number; state: string }>(
    on.db,
    'SELECT type, chunk, total, state FROM jobs ORDER BY step, chunk',
  );
  expect(jobs.filter((job) => job.type === 'work').map((job) => job.total)).toEqual([
    2000, 2000, 2000, 2000, 2000, 1000,
  ]);
  expect(jobs.every((job) => job.state === 'completed')).toBe(true);
  expect(then).toEqual(['after all']);
  expect(
    selectOne(
      on.db,
      `SELECT count(DISTINCT ref) AS refs, count(*) AS n FROM job_items WHERE ref <> 'after all'`,
    ),
  ).toEqual({ refs: 11_000, n: 11_000 });
  expect(brokenInvariants(on.db)).toEqual([]);
});

test('a search that is interrupted goes on from the page it had stored: nothing is found twice, nothing is lost', async () => {
  const search: Search = { pages: 14, perPage: 500, stopAt: 9, begunAt: [] };
  const first = await open('interrupted', search);
  const id = find(first);
  await until(() => search.stopAt === undefined);
  await first.close();
  const second = await open('interrupted', search);
  await second.taskEnded(id);
  expect(getTask(second.db, id)?.state).toBe('completed');
  expect(search.begunAt[0]).toBeNull();
  expect(Number(search.begunAt[1])).toBeGreaterThan(0);
  const items = `FROM job_items WHERE ref <> 'after all'`;
  expect(selectOne(second.db, `SELECT count(DISTINCT ref) AS refs, count(*) AS n ${items}`)).toEqual({
    refs: 7000,
    n: 7000,
  });
  expect(brokenInvariants(second.db)).toEqual([]);
});

test.each([3, 9])(
  'a search that failed on page %i goes on from there when it is retried: nothing is left out',
  async (failAt) => {
    const search: Search = { pages: 12, perPage: 500, failAt, begunAt: [] };
    const then: string[] = [];
    const on = await open(`failed ${failAt}`, search, then);
    const id = find(on);
    await on.taskEnded(id);
    const view = () => taskView(on.view, getTask(on.db, id) as TaskRow);
    expect(view()).toMatchObject({ state: 'failed', discovering: false });
    expect(then).toEqual([]);
    retryTask(on.control, id, 'person');
    await on.taskEnded(id);
    expect(view()).toMatchObject({ state: 'completed', discovering: false, progress: { succeeded: 6001 } });
    expect(then).toEqual(['after all']);
    expect(brokenInvariants(on.db)).toEqual([]);
  },
);

test('a search that is canceled while it is held back is no search any more', async () => {
  const on = await open('held', { pages: 4, perPage: 500, stopAt: 2, begunAt: [] });
  const id = find(on);
  await until(() => selectOne<{ n: number }>(on.db, 'SELECT count(*) AS n FROM job_items')?.n === 1000);
  await on.close();
  const again = await makeEngine(join(folder, 'held'), { definitions: {}, handlers: [], work: false });
  engine = again;
  cancelTask(again.control, id, 'person');
  const task = taskView(again.view, getTask(again.db, id) as TaskRow);
  expect(task).toMatchObject({ state: 'canceled', discovering: false });
});

test('a search that is canceled ends at the next page', async () => {
  const search: Search = { pages: 1_000_000, perPage: 100, begunAt: [] };
  const on = await open('endless', search);
  const id = find(on);
  await until(() => (selectOne<{ total: number }>(on.db, 'SELECT total FROM jobs')?.total ?? 0) > 1000);
  on.cancelTask(id, 'person');
  await on.taskEnded(id);
  expect(getTask(on.db, id)?.state).toBe('canceled');
  expect(brokenInvariants(on.db)).toEqual([]);
});
