import type { Command } from 'commander';
import { jobState } from '../../../src-preload/contract/states.ts';
import { EXIT } from '../exit-codes.ts';
import { JOB_ACTIONS } from '../follow/job-actions.ts';
import { jobToLine } from '../follow/lines.ts';
import { countNamed, listOf, type WorkOptions } from '../follow/options.ts';
import { listed } from '../follow/pages.ts';
import { printJson, printLine } from '../output.ts';
import { withLibrary } from '../session.ts';

const USAGE = `error: jobs takes ${Object.keys(JOB_ACTIONS).join(', ')}, or nothing to list`;
const ORDERS = {
  created: 'createdAt',
  updated: 'updatedAt',
  finished: 'finishedAt',
  priority: 'priority',
} as const;

export function jobsCommand(program: Command, exit: (code: number) => void): void {
  const jobs = program
    .command('jobs')
    .description('list the jobs of a library, act on one, or look at the queue as a whole')
    .argument('<library>', 'folder of the library')
    .argument('[action]', Object.keys(JOB_ACTIONS).join(', '))
    .argument('[words...]', 'the job; for enqueue its type; for priority the job and a number from 0 to 100')
    .option('--status <states>', `only these: ${jobState.options.join(',')}`)
    .option('--type <type>', 'only those of a type')
    .option('--all', 'those of maintenance too')
    .option('--order <order>', `by ${Object.keys(ORDERS).join(', ')}; newest or highest first`)
    .option('--limit <n>', 'at most so many', '500')
    .option('--offset <n>', 'after so many', '0')
    .option('--project <name>', 'enqueue: about this project')
    .option('--photo <id...>', 'enqueue: about these photos')
    .option('--payload <json>', 'enqueue: what the job is told')
    .option('--priority <n>', 'enqueue: 0 to 100')
    .option('--reason <text>', 'pause-all: why')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, action: string | undefined, words: string[], options: WorkOptions) => {
      if (action === undefined) {
        exit(await list(library, options));
        return;
      }
      const act = Object.hasOwn(JOB_ACTIONS, action) ? JOB_ACTIONS[action] : undefined;
      if (act === undefined) jobs.error(USAGE);
      else exit(await act(library, words, options));
    });
}

async function list(library: string, options: WorkOptions): Promise<number> {
  const states = listOf(options.status, jobState.options, 'status');
  const [order = 'created'] =
    listOf(options.order, Object.keys(ORDERS) as (keyof typeof ORDERS)[], 'order') ?? [];
  const wanted = {
    limit: countNamed(options.limit, 'limit', 1),
    offset: countNamed(options.offset, 'offset', 0),
  };
  const filter = {
    orderBy: ORDERS[order],
    ...(options.all ? { includeMaintenance: true } : {}),
    ...(states === undefined ? {} : { states }),
    ...(options.type === undefined ? {} : { type: options.type }),
  };
  const jobs = await withLibrary(library, { create: false, work: false }, ({ client }) =>
    listed(wanted, async (page) => {
      const { jobs: rows, total } = await client.jobs.list({ ...page, ...filter });
      return { rows, total };
    }),
  );
  if (options.json) printJson(jobs);
  else for (const job of jobs) printLine(jobToLine(job));
  return EXIT.done;
}
