import { isAbsolute, relative } from 'node:path';
import type { Logger } from 'pino';
import type { Db } from '../db/connection.ts';
import { transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { isPlaceAway } from '../files/place-away.ts';
import type { Clock } from '../jobs/clock.ts';
import { countJobsByState } from '../jobs/sql/counts.ts';
import { logJob } from '../jobs/sql/log.ts';
import { parkedJobs, unparkJob } from '../jobs/sql/parked.ts';
import type { LibraryPaths } from '../library/library-paths.ts';
import { lookAtProject } from '../library/project-place.ts';
import { projectOfFolder } from '../library/projects.ts';

/** How often to look whether a drive is back, in ms. A person who has plugged it in looks at the screen. */
const EVERY_MS = 3_000;
/** Where nobody can say whether it is back, the work is simply tried again after this long. */
const BLIND_RETRY_MS = 30_000;

export interface ParkedWatchOptions {
  db: Db;
  paths: LibraryPaths;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
  /** Called inside the transaction that unparks a job. */
  onUnparked(job: JobRow): void;
  /** After it: there is something to claim. */
  wake(): void;
}

/** Looks now and then whether what parked jobs wait for has come back, and queues them again. */
export class ParkedWatch {
  readonly #options: ParkedWatchOptions;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #lookingAgain: Promise<void> | null = null;
  /** Since when a job is known to wait for we know not what. */
  readonly #blindSince = new Map<number, number>();

  constructor(options: ParkedWatchOptions) {
    this.#options = options;
  }

  tick(): void {
    const now = this.#options.clock.mono();
    if (this.#looking !== null || now - this.#lookedAt < EVERY_MS) return;
    if (countJobsByState(this.#options.db).parked === 0) return;
    void this.look();
  }

  /** Looks at once; once more where it is looking already, because that may have seen how it was before. Never rejects. */
  look(): Promise<void> {
    if (this.#looking === null) return this.#begin();
    this.#lookingAgain ??= this.#looking.then(() => {
      this.#lookingAgain = null;
      return this.#begin();
    });
    return this.#lookingAgain;
  }

  #begin(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      this.#lookedAt = this.#options.clock.mono();
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    for (const job of parkedJobs(this.#options.db)) {
      if (!this.#options.db.open) return;
      if (!(await this.#isBack(job)) || !this.#options.db.open) continue;
      this.#blindSince.delete(job.id);
      transaction(this.#options.db, () => {
        if (!unparkJob(this.#options.db, job.id)) return;
        const detail = { detail: job.parked_detail };
        logJob(this.#options.db, {
          jobId: job.id,
          at: this.#options.clock.wall(),
          event: 'unparked',
          detail,
        });
        this.#options.onUnparked(job);
      });
      this.#options.wake();
    }
  }

  async #isBack({ id, parked_detail: path }: JobRow): Promise<boolean> {
    if (path === null || !isAbsolute(path)) return this.#isTimeToTry(id);
    const { db, paths } = this.#options;
    const folder = relative(paths.root, path);
    if (folder === '' || folder.startsWith('..') || isAbsolute(folder)) return !(await isPlaceAway(path));
    const project = projectOfFolder(db, folder);
    // Its project has another folder by now, where the work will look; or is gone, which it will say.
    if (project === null) return this.#isTimeToTry(id);
    try {
      return (await lookAtProject(db, paths, project)).state === 'here';
    } catch (error) {
      this.#options.log.warn(
        { path, err: toAppError(error) },
        'what parked work waits for cannot be looked at',
      );
      return this.#isTimeToTry(id);
    }
  }

  #isTimeToTry(id: number): boolean {
    const now = this.#options.clock.mono();
    const since = this.#blindSince.get(id) ?? now;
    this.#blindSince.set(id, since);
    return now - since >= BLIND_RETRY_MS;
  }
}
