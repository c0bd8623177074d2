import { access } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { LibraryInfo } from '../../src-preload/contract/library.ts';
import { openConfigStore } from '../config/config-store.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { resolveStart } from '../files/walk.ts';
import { handlers } from '../handlers/registry.ts';
import { type Clock, systemClock } from '../jobs/clock.ts';
import { derivativeFile } from '../library/derivative-file.ts';
import { openLibrary } from '../library/open-library.ts';
import { loadTaskDefinitions, type TaskDefinitions } from '../tasks/definitions.ts';
import { type ConfigurableWorkerHost, createWorkerHost, type WorkerSettings } from '../workers/client.ts';
import type { WorkerHost } from '../workers/protocol.ts';
import { ApiDoor, type Door } from './api-door.ts';
import { EMPTY, EventHub } from './event-hub.ts';
import { ImportService } from './import-service.ts';
import { LibraryEngine } from './library-engine.ts';
import type { MaintenanceHolder } from './maintenance-gate.ts';
import { noSettings, openSettings, type SettingsStore } from './settings.ts';
import type { ShellServices } from './shell-services.ts';

export interface AppOptions {
  /** Where the person's own settings are kept; null leaves no trace. */
  settingsFile: string | null;
  /** Folder with `config.default.json` and `task-definitions.json`. */
  resourcesDir: string;
  log: Logger;
  /** What only the desktop can do. Null in the CLI, under `serve` and in tests. */
  shell: ShellServices | null;
  /** Told to others who find the library locked, and recorded with what is done. Default `app`. */
  program?: string;
  sqliteBinding?: string;
  /** Merged over the default configuration. */
  configOverrides?: unknown;
  /** True where scheduled work is started too: in the app, not in a command that looks in. Default false. */
  schedule?: boolean;
  clock?: Clock;
}

interface Current {
  engine: LibraryEngine;
  imports: ImportService;
}

/** The whole of Safelight but its face: at most one library is open in it at a time. */
export interface App {
  readonly shell: ShellServices | null;
  readonly config: Config;
  readonly workers: WorkerHost;
  readonly settings: SettingsStore;
  readonly log: Logger;
  /** @throws AppError `no_library` */
  library(): Current;
  current(): Current | null;
  /**
   * Opens a library, closing the one that is open. `work: false` leaves its queue alone; `schedule` is for programs that
   * stay. Default: both as `AppOptions.schedule` says.
   */
  openLibrary(
    root: string,
    create: boolean,
    options?: { work: boolean; schedule?: boolean },
  ): Promise<LibraryInfo>;
  closeLibrary(): Promise<void>;
  /** Scheduled maintenance of whatever library is open waits, or waits no longer for this reason. */
  holdMaintenance(holder: MaintenanceHolder, on: boolean): void;
  /**
   * Tells the command line where to ask, in a note beside the lock of whatever library is open, for as long as it is.
   * @returns takes it back
   */
  announce(door: Door): Promise<() => Promise<void>>;
  /** @param lastId the `eventId` of the last batch seen: goes on after it where that is still possible */
  events(signal: AbortSignal | undefined, lastId?: string): AsyncGenerator<EventBatch>;
  eventId(batch: EventBatch): string;
  mediaFile(
    kind: 'thumbnail' | 'preview',
    photoId: number,
  ): { path: string; version: string; mime: string } | null;
  recent(): Promise<{ root: string; name: string; lastOpenedAt: number; available: boolean }[]>;
  close(): Promise<void>;
}

export async function createApp(options: AppOptions): Promise<App> {
  const config = await loadConfig(options.resourcesDir, options.configOverrides);
  const definitions = await loadTaskDefinitions(options.resourcesDir);
  return new SafelightApp(options, config, definitions);
}

/** Links and trailing slashes lead to the same library; its lock would be found held, by ourselves. */
async function isSameFolder(open: string, root: string): Promise<boolean> {
  try {
    return (await resolveStart(root)) === open;
  } catch {
    return false; // Not there, or unreadable: opening it will say what is wrong.
  }
}

function workerSettings(config: Config): WorkerSettings {
  return {
    derivativesThreads: config.derivatives.threads,
    exifThreads: config.exiftool.maxConcurrent,
    exifToolTimeoutMs: config.exiftool.taskTimeoutMs,
    taskTimeoutMs: config.workers.taskTimeoutMs,
    threadMemoryMb: config.workers.threadMemoryMb,
  };
}

class SafelightApp implements App {
  readonly shell: ShellServices | null;
  readonly config: Config;
  readonly workers: ConfigurableWorkerHost;
  readonly settings: SettingsStore;
  readonly log: Logger;
  readonly #options: AppOptions;
  readonly #definitions: TaskDefinitions;
  readonly #clock: Clock;
  readonly #hub: EventHub;
  readonly #door: ApiDoor;
  #current: Current | null = null;
  /** What holds maintenance back whichever library is open: a battery stays one when another library is opened. */
  readonly #maintenanceHolders = new Set<MaintenanceHolder>();
  /** Opening and closing take turns: two at once would fight for the lock. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: AppOptions, config: Config, definitions: TaskDefinitions) {
    this.#options = options;
    this.#definitions = definitions;
    this.#clock = options.clock ?? systemClock;
    this.#hub = new EventHub(
      () => this.#clock.wall(),
      () => this.#reset(),
    );
    this.shell = options.shell;
    this.config = config;
    this.log = options.log;
    this.#door = new ApiDoor(options.log);
    this.settings = options.settingsFile === null ? noSettings : openSettings(options.settingsFile);
    this.workers = createWorkerHost({
      ...workerSettings(config),
      log: (level, message) => this.log[level]({ from: 'workers' }, message),
    });
  }

  library(): Current {
    if (this.#current === null) throw new AppError('no_library');
    return this.#current;
  }

  current(): Current | null {
    return this.#current;
  }

  openLibrary(
    root: string,
    create: boolean,
    { work, schedule = this.#options.schedule ?? false }: { work: boolean; schedule?: boolean } = {
      work: true,
    },
  ): Promise<LibraryInfo> {
    return this.#inTurn(async () => {
      if (this.#current !== null && (await isSameFolder(this.#current.engine.paths.root, root))) {
        return this.#current.engine.info();
      }
      const opened = await openLibrary(root, {
        create,
        program: this.#program,
        now: this.#clock.wall(),
        nativeBinding: this.#options.sqliteBinding,
      });
      // Only now: a library that cannot be opened must not cost the one that is.
      await this.#closeCurrent();
      const config = await openConfigStore({
        file: opened.paths.config,
        defaults: this.config,
        onChange: (changed) => {
          this.workers.configure(workerSettings(changed));
          engine.configChanged();
        },
        onUnusable: (keptAs, why) =>
          this.log.error({ keptAs, why }, 'the settings of this library cannot be used: the defaults count'),
      });
      this.workers.configure(workerSettings(config.current));
      const engine = new LibraryEngine({
        opened,
        config,
        definitions: this.#definitions,
        handlers,
        workers: this.workers,
        clock: this.#clock,
        log: this.log,
        program: this.#program,
        nativeBinding: this.#options.sqliteBinding,
        publish: (batch) => this.#hub.publish(batch),
        onHalt: () => this.#publishReset(),
      });
      for (const holder of this.#maintenanceHolders) engine.upkeep.gate.hold(holder);
      this.#current = { engine, imports: new ImportService(engine) };
      try {
        await engine.start({ work, schedule });
      } catch (error) {
        // Half open it would hold its lock, and answer whoever opens it again as if all were well.
        await this.#closeCurrent();
        this.#publishReset();
        throw error;
      }
      await this.#door.tell(engine);
      this.#remember(opened.paths.root, opened.name);
      this.#publishReset();
      return engine.info();
    });
  }

  closeLibrary(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#closeCurrent();
      this.#publishReset();
    });
  }

  holdMaintenance(holder: MaintenanceHolder, on: boolean): void {
    if (on) this.#maintenanceHolders.add(holder);
    else this.#maintenanceHolders.delete(holder);
    const gate = this.#current?.engine.upkeep.gate;
    try {
      if (on) gate?.hold(holder);
      else gate?.release(holder);
    } catch (error) {
      // The queue cannot be written, which its own writes will say. Nothing new is started all the same.
      this.log.warn({ err: toAppError(error), holder, on }, 'maintenance could not be paused or resumed');
    }
  }

  async announce(door: Door): Promise<() => Promise<void>> {
    const set = (next: Door | null) => this.#door.set(next, this.#current?.engine ?? null);
    await this.#inTurn(() => set(door));
    return () =>
      this.#inTurn(async () => {
        // Else another one is told of by now.
        if (this.#door.current === door) await set(null);
      });
  }

  events(signal: AbortSignal | undefined, lastId?: string): AsyncGenerator<EventBatch> {
    return this.#hub.subscribe(signal, lastId);
  }

  eventId(batch: EventBatch): string {
    return this.#hub.idOf(batch);
  }

  mediaFile(kind: 'thumbnail' | 'preview', photoId: number) {
    if (this.#current === null) return null;
    const { db, paths } = this.#current.engine;
    return derivativeFile(db, paths, { kind, photoId });
  }

  async recent() {
    const libraries = this.settings.recent();
    return await Promise.all(
      libraries.map(async (library) => ({
        ...library,
        available: await access(library.root).then(
          () => true,
          () => false, // Gone or away: which of the two, nobody can tell from here.
        ),
      })),
    );
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#closeCurrent());
    await this.workers.close();
  }

  get #program(): string {
    return this.#options.program ?? 'app';
  }

  async #closeCurrent(): Promise<void> {
    const current = this.#current;
    this.#current = null;
    if (current === null) return;
    await this.#door.leave(current.engine);
    await current.engine.close();
  }

  /** A list of recent libraries that cannot be written is no reason to have none open. */
  #remember(root: string, name: string): void {
    try {
      this.settings.opened({ root, name }, this.#clock.wall());
    } catch (error) {
      this.log.warn({ err: error }, 'the list of recent libraries could not be written');
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    // The chain itself never fails: each caller hears of its own failure.
    this.#turn = next.catch(() => undefined);
    return next;
  }

  #publishReset(): void {
    this.#hub.publish(this.#reset());
  }

  #reset() {
    const engine = this.#current?.engine ?? null;
    return {
      ...EMPTY,
      reset: true,
      library: engine?.info() ?? null,
      queue: engine?.queueStatus() ?? null,
    };
  }
}
