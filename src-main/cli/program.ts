import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { changeCommands } from './commands/changes.ts';
import { cullCommands } from './commands/cull.ts';
import { importCommand } from './commands/import.ts';
import { jobsCommand } from './commands/jobs.ts';
import { maintenanceCommands } from './commands/maintain.ts';
import { metadataCommand } from './commands/metadata.ts';
import { photosCommand } from './commands/photos.ts';
import { projectsCommand } from './commands/projects.ts';
import { recipesCommand } from './commands/recipes.ts';
import { scanCommand } from './commands/scan.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';
import { tasksCommand } from './commands/tasks.ts';
import { trashCommand } from './commands/trash.ts';
import { tellError } from './error-text.ts';
import { EXIT } from './exit-codes.ts';
import { Interrupted } from './interrupt.ts';
import { printNote } from './output.ts';
import { keepSignalsForOurselves } from './own-signals.ts';
import { rawArguments } from './raw-arguments.ts';

let unwritten: ReturnType<typeof tellError> | null = null;

const program = new Command('safelight')
  .description('Safelight on the command line: the same engine as the app')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(safelight --help lists the commands)');

keepSignalsForOurselves();

// `| head` hangs up when it has seen enough. That is no failure, and the library is still to be closed in order. What
// cannot be written for another reason is one, whatever came of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || unwritten !== null) return;
  unwritten = tellError(error);
  printNote(`safelight: ${unwritten.text}`);
});
process.on('exit', () => {
  if (unwritten !== null) process.exitCode = unwritten.exitCode;
});
// Nobody is there to be told.
process.stderr.on('error', () => undefined);

const exit = (code: number): void => {
  process.exitCode = code;
};
const commands = [
  importCommand,
  projectsCommand,
  photosCommand,
  cullCommands,
  changeCommands,
  trashCommand,
  maintenanceCommands,
  scanCommand,
  recipesCommand,
  metadataCommand,
  tasksCommand,
  jobsCommand,
  settingsCommand,
  serveCommand,
];
for (const add of commands) add(program, exit);
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync(rawArguments(process.argv));
} catch (error) {
  // Commander has said already what was wrong with the call.
  if (error instanceof CommanderError) exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
  // What was asked of others may still be on its way, and nobody waits for it.
  else if (error instanceof Interrupted) process.exit(EXIT.canceled);
  else {
    const told = tellError(error);
    printNote(`safelight: ${told.text}`);
    exit(told.exitCode);
  }
}
