import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { QueueStatus } from '../../src-preload/contract/jobs.ts';
import type { LibraryInfo } from '../../src-preload/contract/library.ts';
import type { ConfigStore } from '../config/config-store.ts';
import type { Config } from '../config/schema.ts';
import { type Db, execute, selectOne, transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { FolderFlush } from '../files/folder-flush.ts';
import { rollBackOrphanedCopies } from '../handlers/copy-bundle.ts';
import type { HandlerRegistry, HandlerServices } from '../handlers/handler.ts';
import { rollBackOrphanedMoves } from '../handlers/journaled-moves.ts';
import { rollBackOrphanedWrites } from '../handlers/journaled-writes.ts';
import { rollBackOrphanedProjectMoves } from '../handlers/relocate-project.ts';
import { settleOrphanedPurges } from '../handlers/trash-maintenance.ts';
import { ChangeCollector, type DirtySet } from '../jobs/changes.ts';
import type { Clock } from '../jobs/clock.ts';
import { CostModel } from '../jobs/cost-model.ts';
import { Dispatcher } from '../jobs/dispatcher.ts';
import { noProbe, type Probe } from '../jobs/probe.ts';
import { getJob } from '../jobs/sql/jobs.ts';
import { liftPausesOfTheDead } from '../jobs/sql/pauses.ts';
import { recoverOrphans } from '../jobs/sql/recover.ts';
import { isTerminalJob } from '../jobs/states.ts';
import type { LibraryPaths } from '../library/library-paths.ts';
import type { OpenedLibrary } from '../library/open-library.ts';
import { photoChanges } from '../library/photo-changes.ts';
import { derivativeVersion } from '../library/photo-query.ts';
import { sweepTemporaries } from '../library/sweep-temporaries.ts';
import { advanceTask } from '../tasks/advance.ts';
import { atPriority, type TaskDefinition, type TaskDefinitions } from '../tasks/definitions.ts';
import { getTask, unfinishedTaskIds } from '../tasks/sql.ts';
import { type StartTask, startTask, type TaskContext } from '../tasks/start-task.ts';
import { jobView, taskView, type ViewContext } from '../tasks/views.ts';
import { coalesceDescriptions } from '../workers/coalesce-descriptions.ts';
import type { WorkerHost } from '../workers/protocol.ts';
import { cancelTask } from './control/cancel.ts';
import type { ControlContext } from './control/control-context.ts';
import { FolderWatch } from './folder-watch.ts';
import { MaintenanceGate } from './maintenance-gate.ts';
import { ParkedWatch } from './parked-watch.ts';
import { isAllPaused, queueStatus } from './queue-status.ts';
import { RateMeter } from './rate-meter.ts';
import { type LibraryReader, openReader } from './reader/library-reader.ts';
import { recipeSchedules } from './recipe-schedules.ts';
import { Scheduler } from './scheduler.ts';
import { TaskBuilder } from './task-builder.ts';
import { TaskWaiters } from './task-waiters.ts';

export interface LibraryEngineOptions {
  opened: OpenedLibrary;
  config: ConfigStore;
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
  /** See `HandlerServices.probe`. */
  probe?: Probe;
}

/** One open library, at work: owns its database connection, its queue and its lock. */
export class LibraryEngine {
  readonly db: Db;
  readonly paths: LibraryPaths;
  readonly view: ViewContext;
  /** For reads whose cost grows with the library. */
  readonly reader: LibraryReader;
  /** What a person does to work: the functions of engine/control take it. */
  readonly control: ControlContext;
  readonly scheduler: Scheduler;
  /** Holds back what the scheduler starts, while that would be in a person's way. */
  readonly maintenanceGate: MaintenanceGate;
  readonly parked: ParkedWatch;
  /** Watches the project folders, in programs that stay. */
  readonly folderWatch: FolderWatch;
  readonly bootId = randomUUID();
  readonly #options: LibraryEngineOptions;
  readonly #changes: ChangeCollector;
  readonly #services: HandlerServices;
  readonly #dispatcher: Dispatcher;
  readonly #meter: RateMeter;
  readonly #waiters = new TaskWaiters();
  readonly #builder: TaskBuilder;
  #halted: AppError | null = null;
  #resumeTimer: NodeJS.Timeout | null = null;
  #closing: Promise<void> | null = null;
  /** This program was started to stay, and does by itself what is due. */
  #stays = false;

  constructor(options: LibraryEngineOptions) {
    const { opened, clock, config, definitions, handlers } = options;
    this.#options = options;
    this.db = opened.db;
    this.paths = opened.paths;
    this.reader = openReader({ paths: opened.paths, nativeBinding: options.nativeBinding });
    this.#meter = new RateMeter(clock, this.db);
    this.#changes = new ChangeCollector((dirty) => this.#tellOrHalt(dirty));
    this.#services = {
      db: this.db,
      workers: coalesceDescriptions(options.workers, () => config.current.exiftool.maxConcurrent),
      paths: opened.paths,
      get config() {
        return config.current;
      },
      clock,
      changes: this.#changes,
      costs: new CostModel(this.db),
      log: options.log,
      folders: new FolderFlush(),
      startTask: ({ type, projectId = null, items = [], requestedBy = 'maintenance', priority, ...rest }) =>
        this.#start(atPriority(definitions[type], priority), {
          ...rest,
          type,
          projectId,
          items,
          requestedBy,
        }),
      buildTask: (
        { type, projectId = null, items = [], requestedBy = 'maintenance', priority, ...rest },
        signal,
      ) => {
        const order = { ...rest, type, projectId, items, requestedBy };
        return this.#build(atPriority(definitions[type], priority), order, signal);
      },
      probe: options.probe ?? noProbe,
    };
    this.#dispatcher = new Dispatcher({
      services: this.#services,
      handlers,
      onJobChanged: (job) => this.#afterJob(job),
      onTick: (interrupted) => this.#tick(interrupted),
      onStorageFailure: (error) => this.#halt(error),
    });
    this.#builder = new TaskBuilder({
      services: this.#services,
      tasks: () => this.#tasks,
    });
    this.control = {
      db: this.db,
      clock,
      changes: this.#changes,
      dispatcher: this.#dispatcher,
      tasks: () => this.#tasks,
    };
    this.view = {
      db: this.db,
      definitions,
      waits: () => ({ allPaused: isAllPaused(this.db), fullTypes: this.#dispatcher.fullTypes() }),
      etaOf: (task, progress) => this.#meter.etaOf(task, progress),
    };
    this.maintenanceGate = new MaintenanceGate(this.control);
    this.scheduler = new Scheduler({
      db: this.db,
      clock,
      definitions,
      handlers,
      isHeld: () => this.maintenanceGate.isHeld,
      start: (type, scheduleId) =>
        this.#start(definitions[type], {
          type,
          projectId: null,
          params: {},
          items: [],
          requestedBy: 'scheduler',
          scheduleId,
        }),
      own: () =>
        recipeSchedules(this.db, { definitions, config: this.config }, (definition, input) =>
          this.#start(definition, input),
        ),
    });
    this.parked = new ParkedWatch({
      db: this.db,
      paths: this.paths,
      clock,
      log: options.log,
      onUnparked: (job) => this.#afterJob(job),
      wake: () => this.#dispatcher.wake(),
    });
    this.folderWatch = new FolderWatch({
      db: this.db,
      paths: this.paths,
      log: options.log,
      onChanged: (projectId) => this.#checkChanged(projectId),
    });
  }

  /**
   * Puts back what a process that died left running, and sweeps up behind it. Before this nothing may be claimed.
   * `work: false` leaves the queue alone: for reading only. `schedule` starts what is due by itself too: for programs
   * that stay, not for a command that looks in.
   * @throws AppError `library_damaged`
   */
  async start({ work, schedule = false }: { work: boolean; schedule?: boolean }): Promise<void> {
    const { clock, log, program } = this.#options;
    const now = clock.wall();
    const afterCrash = selectOne(this.db, 'SELECT 1 FROM engine_runs WHERE ended_at IS NULL') !== undefined;
    if (afterCrash) await this.#check();
    // The lock is ours: a pause of another process is that of a dead one, and would be told of and waited for in vain.
    liftPausesOfTheDead(this.db, this.bootId);
    if (work) {
      // A fresh boot id proves that whatever counts as running is orphaned.
      const recovered = recoverOrphans(this.db, now);
      if (recovered.jobs > 0) log.info(recovered, 'work of a process that died was put back');
      this.#services.probe('recovered');
      await this.#builder.dropUnbuilt();
      await this.#sweep(now, afterCrash);
      // A process may have died between a job's end and now only inside one transaction, so this finds nothing to do
      // unless a job was given up just above.
      for (const id of unfinishedTaskIds(this.db)) this.#advance(id);
      if (schedule) {
        this.maintenanceGate.start();
        this.scheduler.start();
        this.#stays = true;
        void this.#watchAsConfigured();
      }
      this.#dispatcher.start();
    }
    execute(
      this.db,
      `INSERT INTO engine_runs(boot_id, pid, program, started_at) VALUES (@id, @pid, @program, @now)`,
      { id: this.bootId, pid: process.pid, program, now },
    );
  }

  get id(): string {
    return this.#options.opened.id;
  }

  info(): LibraryInfo {
    const count = (what: string) =>
      selectOne<{ n: number }>(this.db, `SELECT count(*) AS n FROM ${what}`)?.n ?? 0;
    return {
      root: this.paths.root,
      name: this.#options.opened.name,
      id: this.id,
      projects: count('projects WHERE deleted_at IS NULL'),
      photos: count('photos WHERE present = 1'),
      schemaVersion: this.#options.opened.schemaVersion,
      halted: this.#halted === null ? null : { code: this.#halted.code },
    };
  }

  get config(): Config {
    return this.#options.config.current;
  }

  get settings(): ConfigStore {
    return this.#options.config;
  }

  get definitions(): TaskDefinitions {
    return this.#options.definitions;
  }

  get handlers(): HandlerRegistry {
    return this.#options.handlers;
  }

  get folders(): FolderFlush {
    return this.#services.folders;
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

  /**
   * Stores a task that is declared, and sets it going. Answers its id.
   * @throws AppError `unknown_task_type`, `queue_full`, `already_running`
   */
  startTask(input: Omit<StartTask, 'id' | 'now' | 'requestedBy'>): string {
    return this.#start(this.definitions[input.type], { ...input, requestedBy: this.#options.program });
  }

  /**
   * The same for any number of items: the program goes on while they are stored. Resolves when the task is durable.
   * @throws AppError `unknown_task_type`, `queue_full`, `already_running`; `no_library` where it was closed meanwhile
   */
  async buildTask(input: Omit<StartTask, 'id' | 'now' | 'requestedBy'>): Promise<string> {
    const order = { ...input, requestedBy: this.#options.program };
    return await this.#build(this.definitions[input.type], order);
  }

  /** The same for work that has no declaration: one job, asked for by hand. */
  startOwnTask(definition: TaskDefinition, input: Omit<StartTask, 'id' | 'now' | 'requestedBy'>): string {
    return this.#start(definition, { ...input, requestedBy: this.#options.program });
  }

  /** Durable when it returns. Answers false where the task has ended already. */
  cancelTask(id: string, by: string): boolean {
    const task = getTask(this.db, id);
    if (task === null || task.finished_at !== null) return false;
    cancelTask(this.control, id, by);
    return true;
  }

  queueStatus(): QueueStatus {
    return queueStatus(this.db, this.config, this.#dispatcher.runningCount);
  }

  /** The settings have changed, and count from now on. */
  configChanged(): void {
    this.#dispatcher.configure();
    void this.#watchAsConfigured();
    this.#changes.settings();
    this.#changes.queue();
  }

  /** The system says that it woke up, or a test that time has passed. */
  tick(): void {
    this.#dispatcher.tick();
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

  /** Hands work back, and gives the library free. What was running goes on when it is next opened. Once, however often. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#resumeTimer !== null) clearTimeout(this.#resumeTimer);
    await this.folderWatch.stop();
    await this.#dispatcher.stop();
    await this.#builder.stop();
    this.#waiters.rejectAll(new AppError('no_library', { detail: 'closed' }));
    await this.reader.close();
    this.#changes.flush();
    this.#changes.close();
    try {
      execute(this.db, `UPDATE engine_runs SET ended_at = @now WHERE boot_id = @id`, {
        id: this.bootId,
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
      // Projects first: the others look for files in their folders.
      await rollBackOrphanedProjectMoves(this.#services);
      await rollBackOrphanedCopies(this.#services);
      await rollBackOrphanedMoves(this.#services);
      await rollBackOrphanedWrites(this.#services);
      await settleOrphanedPurges(this.#services);
      execute(this.db, 'UPDATE engine_runs SET ended_at = @now WHERE ended_at IS NULL', { now });
    } catch (error) {
      this.#options.log.warn({ err: toAppError(error) }, 'could not sweep up behind a run that ended early');
    }
  }

  get #tasks(): TaskContext {
    const { handlers } = this.#options;
    return { db: this.db, config: this.config, handlers, costs: this.#services.costs };
  }

  #start(definition: TaskDefinition | undefined, input: Omit<StartTask, 'id' | 'now'>): string {
    if (definition === undefined) throw new AppError('unknown_task_type', { detail: input.type });
    const now = this.#options.clock.wall();
    const id = startTask(this.#tasks, definition, { ...input, id: randomUUID(), now });
    this.#stored(id);
    return id;
  }

  async #build(
    definition: TaskDefinition | undefined,
    input: Omit<StartTask, 'id' | 'now'>,
    signal?: AbortSignal,
  ): Promise<string> {
    if (definition === undefined) throw new AppError('unknown_task_type', { detail: input.type });
    const id = await this.#builder.build(definition, input, signal);
    this.#stored(id);
    return id;
  }

  #stored(id: string): void {
    this.#services.probe('task_stored');
    this.#changes.task(id);
    this.#changes.urgent();
    this.#dispatcher.wake();
  }

  #tick(interrupted: boolean): void {
    if (interrupted) this.#meter.forgetAll();
    this.maintenanceGate.tick();
    this.scheduler.tick(interrupted);
    this.parked.tick();
  }

  async #watchAsConfigured(): Promise<void> {
    if (!this.#stays || this.#closing !== null) return;
    if (this.config.maintenance.watch_folders) await this.folderWatch.start();
    else await this.folderWatch.stop();
  }

  #checkChanged(projectId: number): void {
    this.#start(this.definitions.changed_files, {
      type: 'changed_files',
      projectId,
      params: { projectId, photoIds: null },
      items: [],
      requestedBy: 'folder_watch',
      dedupeKey: `changed files of ${projectId}`,
    });
  }

  #afterJob(job: JobRow): void {
    if (job.task_id === null) return;
    this.#advance(job.task_id);
    this.#changes.job(job.id);
    this.#changes.task(job.task_id);
    const current = getJob(this.db, job.id);
    if (current !== null && isTerminalJob(current.state)) setImmediate(() => this.#dispatcher.wake());
  }

  #advance(taskId: string): void {
    transaction(this.db, () => advanceTask(this.#tasks, taskId, this.#options.clock.wall()));
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
      reset: dirty.wholesale,
      ...(dirty.wholesale ? { library: this.info() } : {}),
      tasks,
      jobs: dirty.jobs.flatMap((id) => {
        const row = getJob(this.db, id);
        return row === null ? [] : [jobView(this.view, row)];
      }),
      photos: photoChanges(this.db, dirty.photos),
      projectsChanged: dirty.projects,
      ...(dirty.queue || dirty.wholesale ? { queue: this.queueStatus() } : {}),
      ...(dirty.settings ? { settingsChanged: true } : {}),
    });
    for (const task of tasks) {
      if (task.finishedAt === null) {
        if (task.state !== 'running') this.#meter.forget(task.id);
        continue;
      }
      // Only what went to its end by itself says how right we were about it.
      if (task.state === 'canceled') this.#meter.forget(task.id);
      else this.#meter.ended(task);
      this.#waiters.ended(task.id);
    }
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
      if (this.#closing !== null) return;
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
