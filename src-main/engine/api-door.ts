import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { toAppError } from '../files/app-error.ts';
import { removeApiNote, writeApiNote } from '../library/api-note.ts';
import type { LibraryPaths } from '../library/library-paths.ts';

/** Where other programs of this machine may ask, and what they have to show. */
export interface Door {
  port: number;
  token: string;
}

type OpenLibrary = { id: string; paths: LibraryPaths };

/**
 * Tells commands where to ask, in a note beside the lock of the library that is open: see library/api-note.ts. Called only
 * while the lock is ours. Where the note cannot be written, the library works all the same, and commands are refused.
 */
export class ApiDoor {
  readonly #log: Logger;
  #door: Door | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  get current(): Door | null {
    return this.#door;
  }

  async set(door: Door | null, library: OpenLibrary | null): Promise<void> {
    this.#door = door;
    if (library === null) return;
    if (door === null) await this.#remove(library);
    else await this.tell(library);
  }

  async tell({ id, paths }: OpenLibrary): Promise<void> {
    const door = this.#door;
    if (door === null) return;
    const note = { pid: process.pid, host: hostname(), port: door.port, token: door.token, libraryId: id };
    try {
      if (await writeApiNote(paths, note)) return;
      this.#log.warn(
        { note: paths.api },
        'this file system keeps no secrets: commands are not told the token',
      );
    } catch (error) {
      this.#log.warn({ err: toAppError(error), note: paths.api }, 'commands cannot be told where to ask');
    }
  }

  /** Before the lock is given back: after it, this could be the note of whoever holds the library next. */
  async leave(library: OpenLibrary): Promise<void> {
    if (this.#door !== null) await this.#remove(library);
  }

  async #remove({ paths }: OpenLibrary): Promise<void> {
    try {
      await removeApiNote(paths);
    } catch (error) {
      this.#log.warn(
        { err: toAppError(error), note: paths.api },
        'the note for commands could not be removed',
      );
    }
  }
}
