import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toNative } from './native-path.ts';

/** Answers of file systems that do not flush folders; there is nothing better to call. */
const CANNOT = new Set(['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'ENOTSUP']);

/**
 * Flushes folders, so that a name which was given or taken away stays so after a power cut. Who asks while one is under
 * way shares the next one: 64 files that are moved together cost two flushes, not 64, and a flush costs as much as
 * moving twenty of them.
 */
export class FolderFlush {
  readonly #running = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  /** Resolves when all that was done to the folder before the call is on the disk. */
  flush(folder: string): Promise<void> {
    const running = this.#running.get(folder);
    if (running === undefined) return this.#run(folder);
    let next = this.#next.get(folder);
    if (next === undefined) {
      const begin = () => {
        this.#next.delete(folder);
        return this.#run(folder);
      };
      next = running.then(begin, begin);
      this.#next.set(folder, next);
    }
    return next;
  }

  /** For what was taken out of a folder that may have been removed since: then the one above it says so. */
  async flushIfThere(folder: string): Promise<void> {
    for (let above = folder; ; above = dirname(above)) {
      try {
        await this.flush(above);
        return;
      } catch (error) {
        const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
        if (!isGone || dirname(above) === above) throw error;
      }
    }
  }

  #run(folder: string): Promise<void> {
    const run = flushFolder(folder).finally(() => {
      if (this.#running.get(folder) === run) this.#running.delete(folder);
    });
    this.#running.set(folder, run);
    return run;
  }
}

async function flushFolder(folder: string): Promise<void> {
  // Windows has no such call, and does it by itself.
  if (process.platform === 'win32') return;
  try {
    const handle = await open(toNative(folder), 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
