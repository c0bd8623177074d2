import { app } from 'electron';
import type { Logger } from 'pino';

/** After so long the process ends anyhow: an unfinished close costs nothing but a recovery at the next start. */
const CLOSE_LIMIT_MS = 10_000;

/** Lets `close` finish before the process ends, once, however the quit came about. */
export function closeBeforeQuit(close: () => Promise<void>, log: Logger): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => {
      log.error('closing took too long; ending without it');
      app.exit(1);
    }, CLOSE_LIMIT_MS);
    close().then(
      () => {
        clearTimeout(limit);
        app.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'closing failed');
        app.exit(1);
      },
    );
  });
}
