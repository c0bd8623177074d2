import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { LibraryInfo } from '../../src-preload/contract/library.ts';
import type { Config } from '../config/schema.ts';
import { type Db, execute, selectOne, transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { rollBackOrphans } from '../handlers/copy-bundle.ts';
import type { HandlerRegistry, HandlerServices } from '../handlers/handler.ts';
import { ChangeCollector, type DirtySet } from '../jobs/changes.ts';
import type { Clock } from '../jobs/clock.ts';
import { Dispatcher } from '../jobs/dispatcher.ts';
import { begunItems, cancelOpenItems } from '../jobs/sql/items.ts';
import { cancelIdleJob, getJob, queueToCancel, requestJobCancel, unfinishedJobs } from '../jobs/sql/jobs.ts';
import { recoverOrphans } from '../jobs/sql/recover.ts';
import { isTerminalJob } from '../jobs/states.ts';
import type { LibraryPaths } from '../library/library-paths.ts';
import type { OpenedLibrary } from '../library/open-library.ts';
import { photoChanges } from '../library/photo-changes.ts';
import { derivativeVersion } from '../library/photo-query.ts';
import { sweepTemporaries } from '../library/sweep-temporaries.ts';
import { advanceTask } from '../tasks/advance.ts';
import type { TaskDefinitions } from '../tasks/definitions.ts';
import { getTask, requestTaskCancel, unfinishedTaskIds } from '../tasks/sql.ts';
import { type StartTask, startTask } from '../tasks/start-task.ts';
import { jobView, taskView, type ViewContext } from '../tasks/views.ts';
import type { WorkerHost } from '../workers/protocol.ts';
import { RateMeter } from './rate-meter.ts';
import { type LibraryReader, openReader } from './reader/library-reader.ts';
import { TaskWaiters } from './task-waiters.ts';

export interface LibraryEngineOptions {
  opened: OpenedLibrary;
  config: Config;
  definitions: TaskDefinitions;
  handlers: HandlerRegistry;
  workers: WorkerHost;
  clock: Clock;
  log: Logger;
  /** See `ConnectOptions.nativeBinding`. */
  nativeBinding?: string | undefined;
  /** Who runs it: `app`, `cli`, … Recorded with what it does. */
  program: string;
  /** Hears of everything that changes, in batches. */
  publish(batch: Omit<EventBatch, 'seq' | 'at'>): void;
  /** The queue stopped because it cannot be written, or goes on again: `info` says which. */
  onHalt(): void;
}

/** One open library, at work: owns its database connection, its queue and its lock. */
export class LibraryEngine {
  readonly db: Db;
  readonly paths: LibraryPaths;
  readonly view: ViewContext;
  /** For reads whose cost grows with the library. */
  readonly reader: LibraryReader;
  readonly #options: LibraryEngineOptions;
  readonly #changes: ChangeCollector;
  readonly #services: HandlerServices;
  readonly #dispatcher: Dispatcher;
  readonly #meter: RateMeter;
  readonly #bootId = randomUUID();
  readonly #waiters = new TaskWaiters();
  #halted: AppError | null = null;
  #resumeTimer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: LibraryEngineOptions) {
    const { opened, clock, config, definitions } = options;
    this.#options = options;
    this.db = opened.db;
    this.paths = opened.paths;
    this.reader = openReader({ paths: opened.paths, nativeBinding: options.nativeBinding });
    this.#meter = new RateMeter(clock);
    this.#changes = new ChangeCollector((dirty) => this.#tellOrHalt(dirty));
    this.view = { db: this.db, definitions, etaOf: (id, progress) => this.#meter.etaOf(id, progress) };
    this.#services = {
      db: this.db,
      workers: options.workers,
      paths: opened.paths,
      config,
      clock,
      changes: this.#changes,
      log: options.log,
    };
    this.#dispatcher = new Dispatcher({
      services: this.#services,
      handlers: options.handlers,
      onJobChanged: (job) => this.#afterJob(job),
      onStorageFailure: (error) => this.#halt(error),
    });
  }

  /**
   * Puts back what a process that died left running, and sweeps up behind it. Before this nothing may be claimed.
   * `work: false` leaves the queue alone: for reading only.
   * @throws AppError `library_damaged`
   */
  async start({ work }: { work: boolean }): Promise<void> {
    const { clock, log, program } = this.#options;
    const now = clock.wall();
    const afterCrash = selectOne(this.db, 'SELECT 1 FROM engine_runs WHERE ended_at IS NULL') !== undefined;
    if (afterCrash) await this.#check();
    if (work) {
      const recovered = recoverOrphans(this.db, now);
      if (recovered.jobs > 0) log.info(recovered, 'work of a process that died was put back');
      await this.#sweep(now, afterCrash);
      // A process may have died between a job's end and now only inside one transaction, so this finds nothing to do
      // unless a job was given up just above.
      for (const id of unfinishedTaskIds(this.db)) this.#finishCanceled(id);
      this.#dispatcher.start();
    }
    execute(
      this.db,
      `INSERT INTO engine_runs(boot_id, pid, program, started_at) VALUES (@id, @pid, @program, @now)`,
      {
        id: this.#bootId,
        pid: process.pid,
        program,
        now,
      },
    );
  }

  info(): LibraryInfo {
    const count = (table: 'projects' | 'photos') =>
      selectOne<{ n: number }>(this.db, `SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
    return {
      root: this.paths.root,
      name: this.#options.opened.name,
      id: this.#options.opened.id,
      projects: count('projects'),
      photos: count('photos'),
      schemaVersion: this.#options.opened.schemaVersion,
      halted: this.#halted === null ? null : { code: this.#halted.code },
    };
  }

  get config(): Config {
    return this.#options.config;
  }

  get workers(): WorkerHost {
    return this.#options.workers;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  get changes(): ChangeCollector {
    return this.#changes;
  }

  /** Stores a task and sets it going. Answers its id. */
  startTask(input: Omit<StartTask, 'id' | 'now' | 'requestedBy'>): string {
    const id = randomUUID();
    const { definitions, config, program, clock } = this.#options;
    startTask(this.db, definitions, config, { ...input, id, now: clock.wall(), requestedBy: program });
    this.#changes.task(id);
    this.#changes.urgent();
    this.#dispatcher.wake();
    return id;
  }

  /** Durable when it returns. Answers false where the task has ended already. */
  cancelTask(id: string, by: string): boolean {
    const now = this.#options.clock.wall();
    const accepted = transaction(this.db, () => {
      const task = getTask(this.db, id);
      if (task === null || task.finished_at !== null) return false;
      requestTaskCancel(this.db, { id, by, now });
      for (const job of unfinishedJobs(this.db, id)) requestJobCancel(this.db, { id: job.id, now });
      this.#cancelIdleJobs(id, now);
      return true;
    });
    if (accepted) for (const job of unfinishedJobs(this.db, id)) this.#dispatcher.cancel(job.id);
    this.#changes.task(id);
    this.#changes.urgent();
    return accepted;
  }

  /**
   * Resolves when the task has ended; at once where it has.
   * @throws AppError `disk_full`, `io_error` where the queue cannot be written any more; the task goes on when the
   *   library is next opened
   */
  async taskEnded(id: string): Promise<void> {
    const task = getTask(this.db, id);
    if (task === null || task.finished_at !== null) return;
    if (this.#halted !== null) throw this.#halted;
    await this.#waiters.wait(id);
  }

  unfinishedTasks(): string[] {
    return unfinishedTaskIds(this.db);
  }

  /** Where a derivative lies; null for anything that is not a photo's ready derivative. */
  mediaFile(
    kind: 'thumbnail' | 'preview',
    photoId: number,
  ): { path: string; version: string; mime: string } | null {
    const row = selectOne<{ name: string | null }>(
      this.db,
      `SELECT name FROM derivatives WHERE photo_id = @photoId AND kind = @kind AND status = 'ready'`,
      { photoId, kind },
    );
    if (row === undefined || row.name === null) return null;
    const mime = row.name.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
    return { path: join(this.paths.derivatives, row.name), version: derivativeVersion(row.name), mime };
  }

  /** Hands work back, and gives the library free. What was running goes on when it is next opened. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#resumeTimer !== null) clearTimeout(this.#resumeTimer);
    await this.#dispatcher.stop();
    this.#waiters.rejectAll(new AppError('no_library', { detail: 'closed' }));
    await this.reader.close();
    this.#changes.flush();
    this.#changes.close();
    try {
      execute(this.db, `UPDATE engine_runs SET ended_at = @now WHERE boot_id = @id`, {
        id: this.#bootId,
        now: this.#options.clock.wall(),
      });
      this.db.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      // On a full disk even this can fail; nothing depends on it, the next start finds its way without.
      this.#options.log.warn({ err: toAppError(error) }, 'could not note the end of this run');
    }
    this.db.close();
    this.#options.opened.lock.release();
  }

  /** Only after a run that did not end in order, and in the reader's thread: it reads the whole file, 3 s for 600 MB. */
  async #check(): Promise<void> {
    const found = await this.reader.run('quickCheck', null);
    if (found !== 'ok') throw new AppError('library_damaged', { detail: found });
  }

  /** What cannot be swept now (a folder without rights, a drive with errors) is no reason to keep the library shut. */
  async #sweep(now: number, afterCrash: boolean): Promise<void> {
    try {
      await sweepTemporaries(this.db, this.paths, { afterCrash });
      await rollBackOrphans(this.#services);
      execute(this.db, 'UPDATE engine_runs SET ended_at = @now WHERE ended_at IS NULL', { now });
    } catch (error) {
      this.#options.log.warn({ err: toAppError(error) }, 'could not sweep up behind a run that ended early');
    }
  }

  #afterJob(job: JobRow): void {
    if (job.task_id === null) return;
    advanceTask(this.db, job.task_id, this.#options.config, this.#options.clock.wall());
    this.#changes.task(job.task_id);
    const current = getJob(this.db, job.id);
    if (current !== null && isTerminalJob(current.state)) setImmediate(() => this.#dispatcher.wake());
  }

  /**
   * What nobody runs is canceled here and now, unless it was begun: that has to be cleaned up behind, by a run of its
   * own. What runs is canceled by its run.
   */
  #cancelIdleJobs(taskId: string, now: number): void {
    for (const job of unfinishedJobs(this.db, taskId)) {
      if (job.state === 'running') continue;
      if (begunItems(this.db, job.id).length > 0) {
        queueToCancel(this.db, job.id);
        continue;
      }
      cancelIdleJob(this.db, { id: job.id, canceled: cancelOpenItems(this.db, { jobId: job.id, now }), now });
      this.#changes.job(job.id);
    }
    advanceTask(this.db, taskId, this.#options.config, now);
  }

  #finishCanceled(taskId: string): void {
    const now = this.#options.clock.wall();
    transaction(this.db, () => advanceTask(this.db, taskId, this.#options.config, now));
  }

  /** Called by a timer: what is thrown here, because the library's drive was pulled, would end the whole process. */
  #tellOrHalt(dirty: DirtySet): void {
    try {
      this.#tell(dirty);
    } catch (error) {
      this.#options.log.error({ err: error }, 'what changed could not be read');
      this.#dispatcher.halt(toAppError(error));
    }
  }

  #tell(dirty: DirtySet): void {
    const tasks = dirty.tasks.flatMap((id) => {
      const row = getTask(this.db, id);
      return row === null ? [] : [taskView(this.view, row)];
    });
    this.#options.publish({
      reset: false,
      tasks,
      jobs: dirty.jobs.flatMap((id) => {
        const row = getJob(this.db, id);
        return row === null ? [] : [jobView(row)];
      }),
      photos: photoChanges(this.db, dirty.photos),
      projectsChanged: dirty.projects,
    });
    for (const task of tasks) if (task.finishedAt !== null) this.#ended(task.id);
  }

  #ended(taskId: string): void {
    this.#meter.forget(taskId);
    this.#waiters.ended(taskId);
  }

  #halt(error: AppError): void {
    this.#halted ??= error;
    this.#options.log.error({ err: error, code: error.code }, 'the queue cannot be written: work stops here');
    this.#waiters.rejectAll(error);
    this.#options.onHalt();
    this.#resumeTimer ??= setTimeout(() => void this.#resume(), RESUME_AFTER_MS);
  }

  /** Room may have been made, the drive may be back: tried until it is, because nobody should have to restart an app. */
  async #resume(): Promise<void> {
    this.#resumeTimer = null;
    try {
      await this.#dispatcher.idle();
      if (this.#closed) return;
      recoverOrphans(this.db, this.#options.clock.wall());
      this.#halted = null;
      this.#options.log.info('the queue can be written again: work goes on');
      this.#dispatcher.start();
      this.#options.onHalt();
    } catch (error) {
      this.#options.log.warn({ err: toAppError(error) }, 'the queue still cannot be written');
      this.#resumeTimer = setTimeout(() => void this.#resume(), RESUME_AFTER_MS);
    }
  }
}

/** How long a halted queue waits before it looks whether it can go on. */
const RESUME_AFTER_MS = 20_000;
