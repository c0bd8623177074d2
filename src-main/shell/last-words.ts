import { app, dialog } from 'electron';
import type { LogFile } from './log-file.ts';

/**
 * An error that nobody caught leaves the process in a state that nobody planned. It is logged, told, and ends the
 * process: the engine recovers from any kill at the next start, which is safer than going on.
 */
export function dieLoudly({ log, path, flush }: LogFile): void {
  let dying = false;
  const die = (error: unknown, kind: string): void => {
    if (dying) return;
    dying = true;
    log.fatal({ err: error, kind }, 'uncaught');
    flush();
    process.stderr.write(`safelight: ${kind}: ${error instanceof Error ? error.stack : String(error)}\n`);
    // A dialog would wait for ever where nobody looks: in tests and in the demo.
    if (app.isReady() && process.env.SAFELIGHT_UNATTENDED === undefined) {
      dialog.showErrorBox(
        'Safelight has to close',
        `Nothing is lost; what was running goes on at the next start.\n\n${path}`,
      );
    }
    app.exit(1);
  };
  process.on('uncaughtException', (error) => die(error, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => die(reason, 'unhandled rejection'));
}
