import { join, relative, sep } from 'node:path';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import type { Logger } from 'pino';
import { type Db, selectOne } from '../db/connection.ts';
import type { FileRow, ProjectRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { isTemporaryName } from '../files/journal.ts';
import { lookAtFile } from '../files/list-folder.ts';
import type { LibraryPaths } from '../library/library-paths.ts';
import { lookAtProject } from '../library/project-place.ts';
import { getProject, projectOfFolder } from '../library/projects.ts';
import { isInWork } from '../library/record-check.ts';
import { systemFileReason } from '../library/system-files.ts';
import { TRASH_FOLDER } from '../library/trash.ts';

export interface FolderWatchOptions {
  db: Db;
  paths: LibraryPaths;
  log: Pick<Logger, 'warn' | 'info'>;
  /** Something in the project is not as the database says: `gone` where its folder is not there any more. */
  onChanged(projectId: number, what: 'changed' | 'gone'): void;
  /** A project is looked at when nothing has happened in it for so long, in ms. Default 2000. */
  quietMs?: number;
  /** And at the latest after so long, in ms. Default 30,000. */
  longestMs?: number;
}

interface Waiting {
  since: number;
  timer: NodeJS.Timeout;
  names: Set<string>;
}

/** Beyond so many names, looking at each costs as much as the check itself. */
const MOST_NAMES = 200;

/**
 * Hears of changes in project folders and says which project is worth a check. A hint, and no more: what a watcher misses
 * (a share, a system out of watches, a program that was not running) the scheduled check finds. What the database knows
 * already, because we did it ourselves, is not told.
 */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #waiting = new Map<number, Waiting>();
  #subscription: AsyncSubscription | null = null;
  /** Starting and stopping take turns. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: FolderWatchOptions) {
    this.#options = options;
  }

  /** Resolves when it watches, or cannot. Never rejects. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#subscription !== null) return;
      const { subscribe } = await import('@parcel/watcher');
      const { paths } = this.#options;
      const ignore = [
        paths.own,
        join(paths.root, TRASH_FOLDER),
        `**/${TRASH_FOLDER}`,
        `**/${TRASH_FOLDER}/**`,
      ];
      this.#subscription = await subscribe(paths.root, (error, events) => this.#hear(error, events), {
        ignore,
      });
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      for (const { timer } of this.#waiting.values()) clearTimeout(timer);
      this.#waiting.clear();
      const subscription = this.#subscription;
      this.#subscription = null;
      await subscription?.unsubscribe();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => this.#giveUp(error));
    return this.#turn;
  }

  /** The system has no watches left (ENOSPC), or no binary for this machine: the scheduled check has to do. */
  #giveUp(error: unknown): void {
    const { root } = this.#options.paths;
    this.#options.log.warn(
      { root, err: toAppError(error) },
      'project folders are not watched: changes are found by the scheduled check',
    );
  }

  #hear(error: Error | null, events: readonly Event[]): void {
    if (error !== null) {
      this.#giveUp(error);
      void this.stop();
      return;
    }
    if (!this.#options.db.open) return;
    for (const { path } of events) {
      const [folder = '', name = '', ...deeper] = relative(this.#options.paths.root, path).split(sep);
      // What lies in folders of a project is none of the library's.
      if (deeper.length > 0 || isTemporaryName(name) || systemFileReason(name) !== null) continue;
      const project = projectOfFolder(this.#options.db, folder);
      if (project !== null && project.deleted_at === null) this.#note(project.id, name);
    }
  }

  #note(projectId: number, name: string): void {
    const { quietMs = 2000, longestMs = 30_000 } = this.#options;
    const now = performance.now();
    const before = this.#waiting.get(projectId);
    if (before !== undefined) clearTimeout(before.timer);
    const since = before?.since ?? now;
    const names = before?.names ?? new Set();
    if (names.size <= MOST_NAMES) names.add(name);
    const wait = Math.max(0, Math.min(quietMs, since + longestMs - now));
    const timer = setTimeout(() => void this.#look(projectId), wait);
    this.#waiting.set(projectId, { since, timer, names });
  }

  async #look(projectId: number): Promise<void> {
    const names = this.#waiting.get(projectId)?.names ?? new Set();
    this.#waiting.delete(projectId);
    try {
      const project = this.#options.db.open ? getProject(this.#options.db, projectId) : null;
      const what = project === null ? null : await this.#whatChanged(project, names);
      if (what === null) return;
      if (this.#options.db.open && this.#subscription !== null) this.#options.onChanged(projectId, what);
    } catch (error) {
      const { log } = this.#options;
      log.warn({ projectId, err: toAppError(error) }, 'a changed project could not be looked at');
    }
  }

  /** A drive that was pulled has changed nothing; a folder that is gone may have been renamed. */
  async #whatChanged(project: ProjectRow, names: ReadonlySet<string>): Promise<'changed' | 'gone' | null> {
    const { db, paths } = this.#options;
    const place = await lookAtProject(db, paths, project);
    if (place.state === 'away') return place.why === 'gone' ? 'gone' : null;
    if (names.size > MOST_NAMES) return 'changed';
    for (const name of names) {
      if (name !== '' && !(await this.#isKnown(project, place.folder, name))) return 'changed';
    }
    return null;
  }

  async #isKnown({ id: projectId }: ProjectRow, folder: string, name: string): Promise<boolean> {
    const seen = await lookAtFile(join(folder, name));
    const { db } = this.#options;
    if (!db.open) return true;
    const key = { projectId, name };
    const row = selectOne<FileRow>(
      db,
      `SELECT * FROM files WHERE project_id = @projectId AND path = @name`,
      key,
    );
    if (isInWork(db, { id: row?.id ?? 0, project_id: projectId, path: name })) return true;
    if (seen === null) return row === undefined || row.missing_at !== null;
    if (row !== undefined) {
      return row.missing_at === null && row.bytes === seen.bytes && row.mtime_ms === seen.mtimeMs;
    }
    const listed = selectOne<{ bytes: number }>(
      db,
      `SELECT bytes FROM untracked_files WHERE project_id = @projectId AND path = @name`,
      key,
    );
    return listed?.bytes === seen.bytes;
  }
}
