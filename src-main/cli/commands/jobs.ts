import type { Command } from 'commander';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine, problemText } from '../output.ts';
import { withLibrary } from '../session.ts';

interface JobsOptions {
  json?: boolean;
}

export function jobsCommand(program: Command, exit: (code: number) => void): void {
  const jobs = program
    .command('jobs')
    .description('list the jobs of a library, show one, or give statistics')
    .argument('<library>', 'folder of the library')
    .argument('[action]', 'show or stats')
    .argument('[id]', 'the job')
    .option('--json', 'print one JSON document')
    .action(
      async (library: string, action: string | undefined, id: string | undefined, options: JobsOptions) => {
        if (action === undefined) await list(library, options);
        else if (action === 'stats') await stats(library, options);
        else if (action === 'show' && id !== undefined) await show(library, id, options);
        else jobs.error(`error: jobs takes "show ID" or "stats"`);
        exit(EXIT.done);
      },
    );
}

async function list(library: string, options: JobsOptions): Promise<void> {
  const { jobs } = await withLibrary(library, { create: false, work: false }, ({ client }) =>
    client.jobs.list({ limit: 500 }),
  );
  if (options.json) printJson(jobs);
  else for (const job of jobs) printLine(toLine(job));
}

async function show(library: string, text: string, options: JobsOptions): Promise<void> {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) throw new UsageError(`"${text}" is not the number of a job.`);
  const { job, items } = await withLibrary(library, { create: false, work: false }, ({ client }) =>
    client.jobs.get({ id }),
  );
  if (options.json) {
    printJson({ ...job, items });
    return;
  }
  printLine(toLine(job));
  for (const [state, count] of Object.entries(items))
    if (count > 0) printLine(`  ${state.padEnd(9)} ${count}`);
  if (job.error !== null) printLine(`  ${problemText(job.error)}`);
}

async function stats(library: string, options: JobsOptions): Promise<void> {
  const result = await withLibrary(library, { create: false, work: false }, ({ client }) =>
    client.jobs.stats(),
  );
  if (options.json) {
    printJson(result);
    return;
  }
  for (const [state, count] of Object.entries(result.jobs)) printLine(`${state.padEnd(10)} ${count}`);
  printLine(`items ended ${result.filesProcessed}`);
  if (result.successRate !== null) printLine(`success rate ${(result.successRate * 100).toFixed(1)} %`);
  if (result.meanItemMs !== null) printLine(`mean time of an item ${Math.round(result.meanItemMs)} ms`);
}

function toLine(job: Job): string {
  const { processed, total, failed } = job.progress;
  return `${String(job.id).padStart(6)}  ${job.state.padEnd(9)}  ${job.type}  ${processed} of ${total}, ${failed} failed`;
}
