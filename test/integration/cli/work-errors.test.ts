import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { type ImportDocument, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-work-errors');
const library = join(folder, 'library');
const NO_TASK = '00000000-0000-4000-8000-000000000000';
let finished: string;

beforeAll(async () => {
  const card = join(folder, 'card');
  await makeCard(card, 1, { size: 'tiny' });
  const { json } = await runJson<ImportDocument>(['import', library, '--project', 'Card', card]);
  finished = json.taskId;
});

/** All that the library remembers, but that it was opened; and its settings. */
const remembered = () =>
  inspectDatabase(library, (db) => {
    const tables = selectAll<{ name: string }>(
      db,
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'engine_runs'`,
    );
    const config = join(library, '.safelight', 'config.json');
    return JSON.stringify([
      tables.map(({ name }) => [name, selectAll(db, `SELECT * FROM "${name}"`)]),
      existsSync(config) ? readFileSync(config, 'utf8') : null,
    ]);
  });

/** The call has to fail with one sentence, and to change nothing. */
async function refused(args: string[], code: number, sentence: string | RegExp): Promise<void> {
  const before = remembered();
  const { code: exit, stdout, stderr } = await runCli(args);
  expect({ exit, stdout, stderr }).toEqual({
    exit: code,
    stdout: '',
    stderr: expect.stringMatching(sentence),
  });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(remembered()).toBe(before);
}

test('the queue is full', async () => {
  await runCli(['settings', library, 'set', 'jobs.max_queue_size', '1']);
  const start = ['tasks', library, 'start', 'generate_derivatives', '--no-wait'];
  const { json } = await runJson<Task>(start);
  await refused(start, 3, /queue is full \(1 of 1\)/);
  await refused(['jobs', library, 'enqueue', 'generate_derivatives', '--no-wait'], 3, /queue is full/);
  await runCli(['tasks', library, 'cancel', json.id]);
  await runCli(['settings', library, 'unset', 'jobs.max_queue_size']);
});

test('the same path is being scanned already', async () => {
  const start = ['tasks', library, 'start', 'batch_scan', '--params', '{"path":"/somewhere"}', '--no-wait'];
  const { json } = await runJson<Task>(start);
  await refused(start, 2, new RegExp(`"batch_scan /somewhere" is under way already, as task ${json.id}`));
  await runCli(['tasks', library, 'cancel', json.id]);
});

test('an action that the settings do not allow', async () => {
  await runCli(['settings', library, 'set', 'sync.allowManualWrite', 'false']);
  await refused(
    ['tasks', library, 'start', 'metadata_write', '--project', 'Card'],
    2,
    /setting sync\.allowManualWrite/,
  );
  await runCli(['settings', library, 'unset', 'sync.allowManualWrite']);
});

describe('a payload that does not fit', () => {
  test.each([
    ['projectId', '{"projectId":"one"}'],
    ['photoIds', '{"photoIds":[1,"two"]}'],
    ['force', '{"force":"yes"}'],
    ['it', '{"colour":"blue"}'],
  ])('in %s', async (field, payload) => {
    await refused(
      ['jobs', library, 'enqueue', 'generate_derivatives', '--payload', payload],
      2,
      new RegExp(`order does not fit: ${field}`),
    );
  });
});

test.each<[string, string[], RegExp]>([
  [
    'unknown type of task',
    ['tasks', library, 'start', 'make_coffee'],
    /There is no task of the type "make_coffee"/,
  ],
  [
    'unknown type of job',
    ['jobs', library, 'enqueue', 'make_coffee'],
    /There is no job of the type "make_coffee"/,
  ],
  ['no such task', ['tasks', library, 'pause', NO_TASK], /There is no task 0000/],
  ['no task at all', ['tasks', library, 'retry', 'nonsense'], /There is no task nonsense/],
  ['no word for which task', ['tasks', library, 'pause'], /takes the id of a task/],
  ['no such job', ['jobs', library, 'cancel', '4711'], /There is no job 4711/],
  ['no job at all', ['jobs', library, 'show', 'x'], /"x" is not the number of a job/],
  ['no such item', ['tasks', library, 'retry-item', '4711'], /There is no item 4711/],
  [
    'no such project',
    ['tasks', library, 'start', 'generate_derivatives', '--project', 'Nowhere'],
    /There is no project "Nowhere"/,
  ],
  [
    'a target that does not fit',
    ['tasks', library, 'start', 'batch_scan', '--project', 'Card'],
    /order does not fit: target/,
  ],
  [
    'JSON that is none',
    ['tasks', library, 'start', 'generate_derivatives', '--params', '{force}'],
    /--params takes a JSON object/,
  ],
  [
    'a list for an object',
    ['jobs', library, 'enqueue', 'generate_derivatives', '--payload', '[1]'],
    /--payload takes a JSON object/,
  ],
  ['a priority out of range', ['tasks', library, 'priority', NO_TASK, '101'], /from 0 to 100/],
  ['an unknown state', ['tasks', library, '--status', 'happy'], /"happy" is none of them/],
  ['an unknown setting', ['settings', library, 'set', 'pipeline.slots', '3'], /Unrecognized key/],
  [
    'an unknown setting to read',
    ['settings', library, 'get', 'pipeline.slots'],
    /no setting pipeline\.slots/,
  ],
  [
    'an unknown setting to take back',
    ['settings', library, 'unset', 'pipeline.slots'],
    /no setting pipeline\.slots/,
  ],
  [
    'a setting of the wrong kind',
    ['settings', library, 'set', 'sync.allowManualWrite', 'maybe'],
    /sync\.allowManualWrite: .*expected boolean/,
  ],
  [
    'a setting that is nothing',
    ['settings', library, 'set', 'pipeline.max_parallel_jobs', 'null'],
    /No setting can be null/,
  ],
  [
    'an impossible value',
    ['settings', library, 'set', 'pipeline.max_parallel_jobs', '0'],
    /pipeline\.max_parallel_jobs/,
  ],
])('%s', async (_name, args, sentence) => {
  await refused(args, 2, sentence);
});

describe('what has ended', () => {
  test.each(['cancel', 'pause', 'resume', 'priority'])('is not changed by %s', async (action) => {
    const words = action === 'priority' ? ['50'] : [];
    const ended = /has ended already \(completed\)/;
    await refused(['tasks', library, action, finished, ...words], 2, ended);
    await refused(['jobs', library, action, '1', ...words], 2, ended);
  });

  test('and did not fail, is not tried again', async () => {
    const sentence = /nothing to do/;
    await refused(['tasks', library, 'retry', finished], 2, sentence);
    await refused(['jobs', library, 'retry', '1'], 2, sentence);
    await refused(['tasks', library, 'retry-item', '1'], 2, sentence);
  });
});
