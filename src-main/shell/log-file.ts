import { mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DestinationStream, type Logger, pino } from 'pino';

const MAX_BYTES = 10 * 1024 * 1024;
const KEPT = 3;

export interface LogFile {
  log: Logger;
  path: string;
  /** Writes out what is still in memory; for the last words of a dying process. */
  flush(): void;
}

/** JSON lines in `folder`/safelight.log. A full file makes room at the next start; three older ones are kept. */
export function openLogFile(folder: string, level: string): LogFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'safelight.log');
  if (sizeOf(path) > MAX_BYTES) rotate(path);
  // Not synchronous: a slow disk must not hold up the main process for each line.
  // Opened here and not by pino, which does it later and cannot flush before: the first error may be the last words.
  const destination = pino.destination({ dest: openSync(path, 'a'), sync: false });
  const log = pino({ level, base: { pid: process.pid } }, destination as DestinationStream);
  return { log, path, flush: () => destination.flushSync() };
}

function rotate(path: string): void {
  for (let number = KEPT; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    if (sizeOf(from) >= 0) renameSync(from, `${path}.${number}`);
  }
}

/** -1 where there is no such file. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}
