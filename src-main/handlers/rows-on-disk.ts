import { join } from 'node:path';
import type { FileRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { look } from '../files/move-file.ts';
import { lookAtProject } from '../library/project-place.ts';
import { getProject } from '../library/projects.ts';
import type { HandlerServices } from './handler.ts';

type Looked = Pick<FileRow, 'project_id' | 'path' | 'bytes' | 'mtime_ms' | 'sha256'>;

/**
 * there: the file that the row tells of · other: something else has its name · gone: nothing has · unknown: its project is
 * away, or it cannot be read, and nobody can say
 */
export type RowState = 'there' | 'other' | 'gone' | 'unknown';

/** Whether the files of rows are where they should be. Asks where a project is once. */
export class RowsOnDisk {
  readonly #services: Pick<HandlerServices, 'db' | 'paths' | 'workers'>;
  readonly #signal: AbortSignal;
  readonly #folders = new Map<number, string | null>();

  constructor(services: Pick<HandlerServices, 'db' | 'paths' | 'workers'>, signal: AbortSignal) {
    this.#services = services;
    this.#signal = signal;
  }

  /** Reads the file only where its size is right and its time is not: touched, or another one of its size? */
  async stateOf(row: Looked): Promise<RowState> {
    const folder = await this.folderOf(row.project_id);
    if (folder === null) return 'unknown';
    const path = join(folder, row.path);
    try {
      const info = await look(path);
      if (info === null || !info.isFile()) return 'gone';
      if (info.size !== row.bytes) return 'other';
      if (Math.round(info.mtimeMs) === row.mtime_ms) return 'there';
      return (await this.hashOf(path)) === row.sha256 ? 'there' : 'other';
    } catch (error) {
      this.#signal.throwIfAborted();
      if (toAppError(error).code === 'internal') throw error;
      return 'unknown'; // It cannot be read: whoever asks has something else to do than to fail for it.
    }
  }

  /** @throws AppError where it cannot be read */
  async hashOf(path: string): Promise<string> {
    return (await this.#services.workers.run('hash', { path }, { signal: this.#signal })).sha256;
  }

  /** Null for projects that are away. */
  async folderOf(projectId: number): Promise<string | null> {
    const known = this.#folders.get(projectId);
    if (known !== undefined) return known;
    const folder = await this.#look(projectId);
    this.#folders.set(projectId, folder);
    return folder;
  }

  async #look(projectId: number): Promise<string | null> {
    const { db, paths } = this.#services;
    const project = getProject(db, projectId);
    if (project === null || project.deleted_at !== null) return null;
    try {
      const place = await lookAtProject(db, paths, project);
      return place.state === 'here' ? place.folder : null;
    } catch (error) {
      const { code } = toAppError(error);
      if (code === 'internal') throw error;
      return null; // It cannot be looked at, so nothing in it counts as gone.
    }
  }
}
