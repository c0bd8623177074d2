import type { Job, QueueStatus } from '../../../src-preload/contract/jobs.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine, problemText, shownPath } from '../output.ts';
import { type Client, withLibrary } from '../session.ts';
import { cancelJob } from './cancel.ts';
import { jobToLine, logToLine, timeText } from './lines.ts';
import { jobNamed, jsonObject, priorityNamed, targetOf, type WorkOptions } from './options.ts';
import { wholeLog } from './pages.ts';
import { runJobToEnd } from './run-to-end.ts';
import { statsLines } from './stats-lines.ts';

type Action = (library: string, words: readonly string[], options: WorkOptions) => Promise<number>;

/** Looks or changes what is stored, and runs nothing. */
const quiet =
  <T>(
    ask: (client: Client, words: readonly string[], options: WorkOptions) => Promise<T>,
    tell: (answer: T) => string[],
  ): Action =>
  async (library, words, options) =>
    await withLibrary(library, { create: false, work: false }, async ({ client }) => {
      const answer = await ask(client, words, options);
      if (options.json) printJson(answer);
      else for (const line of tell(answer)) printLine(line);
      return EXIT.done;
    });

const jobLines = (job: Job): string[] => [jobToLine(job)];

const show: Action = async (library, [name], options) => {
  const id = jobNamed(name);
  return await withLibrary(library, { create: false, work: false }, async ({ client }) => {
    const { job, items } = await client.jobs.get({ id });
    const log = await wholeLog(client, id);
    if (options.json) {
      printJson({ ...job, items, log });
      return EXIT.done;
    }
    printLine(jobToLine(job));
    printLine(`  task ${job.taskId ?? 'none'}, ${job.lane} lane, try ${job.attempt} of ${job.maxAttempts}`);
    for (const [state, count] of Object.entries(items))
      if (count > 0) printLine(`  ${state.padEnd(9)} ${count}`);
    if (job.error !== null) printLine(`  ${problemText(job.error)}`);
    for (const line of log) printLine(`  ${logToLine(line)}`);
    return EXIT.done;
  });
};

const enqueue: Action = (library, [type], options) => {
  if (type === undefined) throw new UsageError('jobs enqueue takes the type of the job.');
  const payload = jsonObject(options.payload, 'payload');
  const priority = options.priority === undefined ? {} : { priority: priorityNamed(options.priority) };
  return runJobToEnd(library, options, async (session) => {
    const target = await targetOf(session, options);
    return await session.client.jobs.enqueue({ type, target, payload, ...priority });
  });
};

/** The queue runs for it, and its task is waited for. */
const working =
  (act: (client: Client, id: number) => Promise<Job>): Action =>
  (library, [name], options) => {
    const id = jobNamed(name);
    return runJobToEnd(library, options, async ({ client }) => {
      const { taskId } = await act(client, id);
      if (taskId === null) throw new UsageError(`Job ${id} belongs to no task.`);
      return { jobId: id, taskId };
    });
  };

function queueLines({ pauses, running, waiting, slots, size, limit }: QueueStatus): string[] {
  return [
    ...pauses.map(
      ({ owner, reason, at }) =>
        `paused by ${shownPath(owner)} since ${timeText(at)}${reason === '' ? '' : `: ${shownPath(reason)}`}`,
    ),
    `running     ${running} of ${slots.total} (${slots.reservedForPriority} kept for the priority lane)`,
    `waiting     ${waiting.priority} in the priority lane, ${waiting.normal} in the normal lane`,
    `not ended   ${size} of at most ${limit}`,
  ];
}

export const JOB_ACTIONS: Readonly<Record<string, Action>> = {
  show,
  enqueue,
  stats: quiet((client) => client.jobs.stats(), statsLines),
  cancel: cancelJob,
  resume: working((client, id) => client.jobs.resume({ id })),
  retry: working((client, id) => client.jobs.retry({ id })),
  pause: quiet((client, [id]) => client.jobs.pause({ id: jobNamed(id) }), jobLines),
  priority: quiet(
    (client, [id, priority]) =>
      client.jobs.setPriority({ id: jobNamed(id), priority: priorityNamed(priority) }),
    jobLines,
  ),
  queue: quiet((client) => client.jobs.queue(), queueLines),
  'pause-all': quiet(
    (client, _words, { reason }) => client.jobs.pauseAll({ reason: reason ?? '' }),
    queueLines,
  ),
  'resume-all': quiet((client) => client.jobs.resumeAll(), queueLines),
  schedules: quiet(
    (client) => client.maintenance.schedules(),
    (schedules) =>
      schedules.map(({ id, cron, available, nextDueAt, last }) => {
        const next = available
          ? `next ${nextDueAt === null ? 'when the app runs' : timeText(nextDueAt)}`
          : 'not in this version';
        return `${id.padEnd(20)} ${cron.padEnd(12)} ${next}, last ${last === null ? 'never' : timeText(last.dueAt)}`;
      }),
  ),
};
