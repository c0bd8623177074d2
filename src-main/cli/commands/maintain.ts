import type { Command } from 'commander';
import { maintenanceType } from '../../../src-preload/contract/maintenance.ts';
import { tellOutcome } from '../changes/run-or-plan.ts';
import { UsageError } from '../exit-codes.ts';
import { goOn } from '../follow/go-on.ts';
import { targetOf, type WorkOptions } from '../follow/options.ts';
import { shownPath } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';

/** `maintain` and `verify`: what the library does by itself every hour, done now. */
export function maintenanceCommands(program: Command, exit: (code: number) => void): void {
  program
    .command('maintain')
    .description('bring the library in line with its folders, tidy up, and empty the trash of what is old')
    .argument('<library>', 'folder of the library')
    .argument('[types...]', `only these: ${maintenanceType.options.join(', ')}`)
    .option('--project <name>', 'of this project only')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, words: string[], options: WorkOptions) => {
      const types = words.map((word) => {
        const type = maintenanceType.safeParse(word);
        if (type.success) return type.data;
        throw new UsageError(
          `maintain takes ${maintenanceType.options.join(', ')}; "${shownPath(word)}" is none of them.`,
        );
      });
      const start = async (session: Session) => {
        const target = await targetOf(session, options);
        return await session.client.maintenance.run({
          ...(types.length === 0 ? {} : { types }),
          ...('projectId' in target ? { projectId: target.projectId } : {}),
        });
      };
      exit(await run(library, options, start));
    });
  program
    .command('verify')
    .description('read every original, and compare it with what was stored of it')
    .argument('<library>', 'folder of the library')
    .option('--project <name>', 'of this project only')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, options: WorkOptions) => {
      const start = async (session: Session) => {
        const target = await targetOf(session, options);
        return await session.client.jobs.enqueue({ type: 'verify', target, payload: { everything: true } });
      };
      exit(await run(library, options, start));
    });
}

async function run(
  library: string,
  options: WorkOptions,
  start: (session: Session) => Promise<{ taskId: string }>,
): Promise<number> {
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const { taskId } = await start(session);
    const exitCode = await tellOutcome(session, taskId, options);
    // What a check found out starts work of its own: new photos are taken in, changed pictures drawn anew.
    if (options.wait) await goOn(session);
    return exitCode;
  });
}
