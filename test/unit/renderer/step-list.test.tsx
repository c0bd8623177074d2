import { expect, test } from 'vitest';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { TaskStep } from '../../../src-preload/contract/tasks.ts';
import { StepList } from '../../../src-renderer/features/tasks/step-list.tsx';
import { show } from './engine-behind.tsx';
import { aJob, aTask } from './fixtures.ts';

const step = (change: Partial<TaskStep> = {}): TaskStep => ({
  step: 0,
  jobType: 'upload_postprocess',
  label: 'Reading and rendering',
  priority: 90,
  source: 'user',
  state: 'active',
  ...change,
});
const ended: Partial<Job> = { state: 'completed', finishedAt: 5 };

test.each<[string, Partial<TaskStep>, Partial<Job>[], string]>([
  ['has not begun', { state: 'pending' }, [], 'Not begun'],
  ['waits for its turn', {}, [{ state: 'queued' }, { state: 'queued' }], 'Queued'],
  ['is at work', {}, [{ state: 'queued' }, { state: 'running' }], 'Running'],
  ['waits for a drive', {}, [ended, { state: 'parked' }], 'Waiting'],
  ['is about to end', {}, [ended], 'Running'],
  ['is done', { state: 'done' }, [ended], 'Done'],
])('a step that %s says so', async (_what, change, jobs, text) => {
  const { root } = await show(
    <StepList task={aTask()} steps={[step(change)]} jobs={jobs.map((job, at) => aJob(at + 1, job))} />,
  );
  const [line] = root.querySelectorAll('ol > li > div');
  expect(line?.textContent).toBe(`Reading and rendering${text}`);
});
