import { app } from 'electron';
import type { LogFile } from './log-file.ts';

/** After so long the process ends anyhow: an unfinished close costs nothing but a recovery at the next start. */
const CLOSE_LIMIT_MS = 10_000;

/** Lets `close` finish before the process ends, once, however the quit came about. */
export function closeBeforeQuit(close: () => Promise<void>, { log, flush }: LogFile): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => {
      log.error('closing took too long; ending without it');
      flush();
      // Not `app.exit`: it waits for threads, and one that hangs in the file system is why we are here.
      process.kill(process.pid, 'SIGKILL');
    }, CLOSE_LIMIT_MS);
    close().then(
      () => {
        clearTimeout(limit);
        log.info('closed');
        flush();
        app.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'closing failed');
        flush();
        app.exit(1);
      },
    );
  });
}
