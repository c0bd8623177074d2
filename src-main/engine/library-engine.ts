import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { QueueStatus } from '../../src-preload/contract/jobs.ts';
import type { LibraryInfo } from '../../src-preload/contract/library.ts';
import type { ConfigStore } from '../config/config-store.ts';
import type { Config } from '../config/schema.ts';
import { type Db, selectOne, transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { FolderFlush } from '../files/folder-flush.ts';
import type { FollowUp, HandlerRegistry, HandlerServices } from '../handlers/handler.ts';
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
import { advanceTask } from '../tasks/advance.ts';
import { atPriority, type TaskDefinition, type TaskDefinitions } from '../tasks/definitions.ts';
import { getTask, unfinishedTaskIds } from '../tasks/sql.ts';
import type { TaskContext } from '../tasks/start-task.ts';
import type { ViewContext } from '../tasks/views.ts';
import { coalesceDescriptions } from '../workers/coalesce-descriptions.ts';
import type { WorkerHost } from '../workers/protocol.ts';
import { ChangeTeller } from './change-teller.ts';
import { cancelTask } from './control/cancel.ts';
import type { ControlContext } from './control/control-context.ts';
import { hasRunWithoutEnd, recordEndOfRun, recordRun } from './engine-runs.ts';
import { QueueHalt } from './queue-halt.ts';
import { isAllPaused, queueStatus } from './queue-status.ts';
import { RateMeter } from './rate-meter.ts';
import { type LibraryReader, openReader } from './reader/library-reader.ts';
import { takeOver } from './take-over.ts';
import { type TaskOrder, TaskStarter } from './task-starter.ts';
import { TaskWaiters } from './task-waiters.ts';
import { Upkeep } from './upkeep.ts';

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

/** A task that this very program asks for. */
type OwnOrder = Omit<TaskOrder, 'requestedBy'>;

/** One open library, at work: owns its database connection, its queue and its lock. */
export class LibraryEngine {
  readonly db: Db;
  readonly paths: LibraryPaths;
  readonly view: ViewContext;
  /** For reads whose cost grows with the library. */
  readonly reader: LibraryReader;
  /** What a person does to work: the functions of engine/control take it. */
  readonly control: ControlContext;
  readonly upkeep: Upkeep;
  readonly bootId = randomUUID();
  readonly #options: LibraryEngineOptions;
  readonly #changes: ChangeCollector;
  readonly #services: HandlerServices;
  readonly #dispatcher: Dispatcher;
  readonly #meter: RateMeter;
  readonly #teller: ChangeTeller;
  readonly #waiters = new TaskWaiters();
  readonly #starter: TaskStarter;
  readonly #halt: QueueHalt;
  #closing: Promise<void> | null = null;

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
      startTask: (order) => this.#starter.start(...this.#ordered(order)),
      buildTask: (order, signal) => this.#starter.build(...this.#ordered(order), signal),
      probe: options.probe ?? noProbe,
    };
    this.#dispatcher = new Dispatcher({
      services: this.#services,
      handlers,
      onJobChanged: (job) => this.#afterJob(job),
      onTick: (interrupted) => this.#tick(interrupted),
      onStorageFailure: (error) => {
        this.#waiters.rejectAll(error);
        this.#halt.begin(error);
      },
    });
    this.#halt = new QueueHalt({
      log: options.log,
      resume: () => this.#goOn(),
      onChanged: options.onHalt,
    });
    this.#starter = new TaskStarter({
      services: this.#services,
      tasks: () => this.#tasks,
      wake: () => this.#dispatcher.wake(),
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
    this.#teller = new ChangeTeller({
      view: this.view,
      meter: this.#meter,
      waiters: this.#waiters,
      info: () => this.info(),
      queue: () => this.queueStatus(),
      publish: options.publish,
    });
    this.upkeep = new Upkeep({
      control: this.control,
      paths: this.paths,
      config: () => this.config,
      definitions,
      handlers,
      starter: this.#starter,
      log: options.log,
      onUnparked: (job) => this.#afterJob(job),
    });
  }

  /**
   * Puts back what a process that died left running, and sweeps up behind it. Before this nothing may be claimed.
   * `work: false` leaves the queue alone: for reading only. `schedule` starts what is due by itself too: for programs
   * that stay, not for a command that looks in.
   * @throws AppError `library_damaged`
   */
  async start({ work, schedule = false }: { work: boolean; schedule?: boolean }): Promise<void> {
    const { clock, program } = this.#options;
    const now = clock.wall();
    const afterCrash = hasRunWithoutEnd(this.db);
    if (afterCrash) await this.#check();
    // The lock is ours: a pause of another process is that of a dead one, and would be told of and waited for in vain.
    liftPausesOfTheDead(this.db, this.bootId);
    if (work) {
      await takeOver({ services: this.#services, starter: this.#starter, afterCrash });
      // A process may have died between a job's end and now only inside one transaction, so this finds nothing to do
      // unless a job was given up just above.
      for (const id of unfinishedTaskIds(this.db)) this.#advance(id);
      if (schedule) this.upkeep.start();
      this.#dispatcher.start();
    }
    recordRun(this.db, { bootId: this.bootId, pid: process.pid, program, now });
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
      halted: this.#halt.error === null ? null : { code: this.#halt.error.code },
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
  startTask(order: OwnOrder): string {
    return this.#starter.start(this.definitions[order.type], this.#ours(order));
  }

  /**
   * The same for any number of items: the program goes on while they are stored. Resolves when the task is durable.
   * @throws AppError `unknown_task_type`, `queue_full`, `already_running`; `no_library` where it was closed meanwhile
   */
  buildTask(order: OwnOrder): Promise<string> {
    return this.#starter.build(this.definitions[order.type], this.#ours(order));
  }

  /** The same for work that has no declaration: one job, asked for by hand. */
  startOwnTask(definition: TaskDefinition, order: OwnOrder): string {
    return this.#starter.start(definition, this.#ours(order));
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
    void this.upkeep.configure();
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
    if (this.#halt.error !== null) throw this.#halt.error;
    await this.#waiters.wait(id);
  }

  unfinishedTasks(): string[] {
    return unfinishedTaskIds(this.db);
  }

  /** Hands work back, and gives the library free. What was running goes on when it is next opened. Once, however often. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#halt.stop();
    await this.upkeep.stop();
    await this.#dispatcher.stop();
    await this.#starter.stop();
    this.#waiters.rejectAll(new AppError('no_library', { detail: 'closed' }));
    await this.reader.close();
    this.#changes.flush();
    this.#changes.close();
    try {
      recordEndOfRun(this.db, { bootId: this.bootId, now: this.#options.clock.wall() });
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

  get #tasks(): TaskContext {
    const { handlers } = this.#options;
    return { db: this.db, config: this.config, handlers, costs: this.#services.costs };
  }

  #ours(order: OwnOrder): TaskOrder {
    return { ...order, requestedBy: this.#options.program };
  }

  #ordered(follow: FollowUp): [TaskDefinition | undefined, TaskOrder] {
    const { priority, projectId = null, items = [], requestedBy = 'maintenance', ...rest } = follow;
    return [atPriority(this.definitions[follow.type], priority), { ...rest, projectId, items, requestedBy }];
  }

  #tick(interrupted: boolean): void {
    if (interrupted) this.#meter.forgetAll();
    this.upkeep.tick(interrupted);
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
      this.#teller.tell(dirty);
    } catch (error) {
      this.#options.log.error({ err: error }, 'what changed could not be read');
      this.#dispatcher.halt(toAppError(error));
    }
  }

  /** Answers false where it is being closed. */
  async #goOn(): Promise<boolean> {
    await this.#dispatcher.idle();
    if (this.#closing !== null) return false;
    recoverOrphans(this.db, this.#options.clock.wall());
    this.#dispatcher.start();
    return true;
  }
}
