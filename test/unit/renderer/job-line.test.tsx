import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import { JobLine } from '../../../src-renderer/features/tasks/job-line.tsx';
import { answerCalls, engine, press, show } from './engine-behind.tsx';
import { aJob, aTask } from './fixtures.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const line = (change: Partial<Job> = {}) => (
  <ol>
    <JobLine job={aJob(7, { taskId: ID, ...change })} task={aTask({ id: ID })} />
  </ol>
);

let calls: [string, unknown][] = [];
const noted = (name: string, input: unknown) => calls.push([name, input]);
beforeEach(() => {
  calls = [];
});
beforeAll(() => {
  const change =
    (name: string) =>
    ({ input }: { input: unknown }) => {
      noted(name, input);
      return aJob(7, { taskId: ID });
    };
  answerCalls({
    jobs: {
      pause: engine.jobs.pause.handler(change('pause')),
      cancel: engine.jobs.cancel.handler(change('cancel')),
      retry: engine.jobs.retry.handler(change('retry')),
      log: engine.jobs.log.handler(({ input }) => {
        noted('log', input.id);
        const detail = { by: 'person' };
        return { lines: [{ id: 1, jobId: 7, at: 5, level: 'info', event: 'paused', detail }], next: null };
      }),
    },
    tasks: {
      items: engine.tasks.items.handler(({ input }) => {
        noted('items', input);
        return { items: [], total: 0, next: null };
      }),
    },
  });
});

const ACTIONS = ['pause', 'resume', 'cancel', 'retry'];
const offered = (root: HTMLElement) =>
  ACTIONS.filter((action) => root.querySelector(`[data-testid="job-${action}"]`) !== null);

describe('a job in the details of its task', () => {
  it.each<[Job['state'], Partial<Job>, string[]]>([
    ['scheduled', {}, ['pause', 'cancel']],
    ['queued', {}, ['pause', 'cancel']],
    ['running', {}, ['pause', 'cancel']],
    ['queued', { paused: { by: 'person', at: 1 } }, ['resume', 'cancel']],
    ['parked', {}, ['pause', 'cancel']],
    ['completed', {}, []],
    ['failed', {}, ['retry']],
    ['canceled', {}, []],
  ])('that is %s offers what can be done', async (state, change, actions) => {
    const { root } = await show(line({ state, ...change }));
    expect(offered(root)).toEqual(actions);
  });

  it('tells its story only when asked to, and shows the files of this job alone', async () => {
    const { root } = await show(line());
    expect(calls).toEqual([]);
    await press(root, 'job-log-toggle');
    expect(root.querySelector('[data-testid=job-log]')?.textContent).toContain('Paused by you.');
    await press(root, 'job-files-toggle');
    expect(root.querySelector('[data-testid=job-log]')).toBeNull();
    expect(calls[0]).toEqual(['log', 7]);
    expect(calls[1]).toMatchObject(['items', { taskId: ID, jobId: 7, after: 0 }]);
  });

  it.each<[Partial<Job>, RegExp]>([
    [{ attempt: 2 }, /Attempt 2 of 3\./],
    [{ crashCount: 1 }, /Safelight ended once while it ran/],
    [{ crashCount: 3 }, /Safelight ended 3 times while it ran/],
    [{ unstoredErrors: 42 }, /42 more reasons are in the log file\./],
    [{ unstoredErrors: 1 }, /1 more reason is in the log file\./],
    [{ error: { code: 'unknown_job_type' } }, /A newer version of Safelight/],
    [{ waitingFor: { reason: 'volume', detail: '/media/card' } }, /Waits for \/media\/card to come back/],
  ])('says what is worth knowing: %o', async (change, text) => {
    const { root } = await show(line(change));
    expect(root.textContent).toMatch(text);
  });
});
