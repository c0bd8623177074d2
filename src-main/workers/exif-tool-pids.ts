import { readFileSync } from 'node:fs';

/** What an exif thread tells the host of its ExifTool. */
export interface ExifToolNote {
  exifTool: 'started' | 'ended';
  threadId: number;
  pid: number;
}

/**
 * Which ExifTool belongs to which thread. One that idles ends by itself when the thread's pipe closes; one that is
 * lost in a hostile file would go on for ever, so the host ends it when its thread is gone.
 */
export class ExifToolPids {
  readonly #threadOf = new Map<number, number>();

  note(message: unknown): void {
    if (!isNote(message)) return;
    if (message.exifTool === 'started') this.#threadOf.set(message.pid, message.threadId);
    else this.#threadOf.delete(message.pid);
  }

  endOrphans(liveThreads: number[]): void {
    const live = new Set(liveThreads);
    for (const [pid, threadId] of this.#threadOf) {
      if (!live.has(threadId)) this.#end(pid);
    }
  }

  endAll(): void {
    for (const pid of this.#threadOf.keys()) this.#end(pid);
  }

  #end(pid: number): void {
    this.#threadOf.delete(pid);
    if (!isOurChild(pid)) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile, which is what we want.
    }
  }
}

/** Guards against a pid that was given to another program since; where we cannot look, we trust our book. */
function isOurChild(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return Number(parent) === process.pid;
  } catch {
    return false; // No such process any more.
  }
}

function isNote(message: unknown): message is ExifToolNote {
  return typeof message === 'object' && message !== null && 'exifTool' in message && 'pid' in message;
}
