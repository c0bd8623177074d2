import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import type { JobRow } from '../db/rows.ts';
import type { HandlerRegistry } from '../handlers/handler.ts';
import type { LibraryPaths } from '../library/library-paths.ts';
import type { TaskDefinition, TaskDefinitions } from '../tasks/definitions.ts';
import type { ControlContext } from './control/control-context.ts';
import { FolderWatch } from './folder-watch.ts';
import { MaintenanceGate } from './maintenance-gate.ts';
import { ParkedWatch } from './parked-watch.ts';
import { recipeSchedules } from './recipe-schedules.ts';
import { Scheduler } from './scheduler.ts';
import type { TaskStarter } from './task-starter.ts';

export interface UpkeepOptions {
  control: ControlContext;
  paths: LibraryPaths;
  config(): Config;
  definitions: TaskDefinitions;
  handlers: HandlerRegistry;
  starter: TaskStarter;
  log: Logger;
  /** A job that waited for a drive has gone back into the queue. */
  onUnparked(job: JobRow): void;
}

/** What the engine does without being asked: on a schedule, when a drive comes back, when a folder changes. */
export class Upkeep {
  readonly scheduler: Scheduler;
  /** Holds back what the scheduler starts, while that would be in a person's way. */
  readonly gate: MaintenanceGate;
  readonly parked: ParkedWatch;
  /** Watches the project folders, in programs that stay. */
  readonly folders: FolderWatch;
  readonly #options: UpkeepOptions;
  /** Between `start` and `stop`. */
  #runs = false;

  constructor(options: UpkeepOptions) {
    const { control, paths, config, definitions, handlers, starter, log } = options;
    const { db, clock } = control;
    this.#options = options;
    this.gate = new MaintenanceGate(control);
    this.scheduler = new Scheduler({
      db,
      clock,
      definitions,
      handlers,
      isHeld: () => this.gate.isHeld,
      start: (type, scheduleId) =>
        starter.start(definitions[type], {
          type,
          projectId: null,
          params: {},
          items: [],
          requestedBy: 'scheduler',
          scheduleId,
        }),
      own: () =>
        recipeSchedules(db, { definitions, config: config() }, (definition, order) =>
          starter.start(definition, order),
        ),
    });
    this.parked = new ParkedWatch({
      db,
      paths,
      clock,
      log,
      onUnparked: options.onUnparked,
      wake: () => control.dispatcher.wake(),
    });
    this.folders = new FolderWatch({
      db,
      paths,
      log,
      onChanged: (projectId, what) =>
        starter.start(checkOf(definitions.changed_files, what), {
          type: 'changed_files',
          projectId,
          params: { projectId, photoIds: null },
          items: [],
          requestedBy: 'folder_watch',
          dedupeKey: `${what} files of ${projectId}`,
        }),
    });
  }

  /** Starts what is due by itself, from now on: for programs that stay, not for a command that looks in. */
  start(): void {
    this.#runs = true;
    this.gate.start();
    this.scheduler.start();
    void this.configure();
  }

  tick(interrupted: boolean): void {
    this.gate.tick();
    this.scheduler.tick(interrupted);
    this.parked.tick();
  }

  /** The settings may have changed. */
  async configure(): Promise<void> {
    if (!this.#runs) return;
    if (this.#options.config().maintenance.watch_folders) await this.folders.start();
    else await this.folders.stop();
  }

  async stop(): Promise<void> {
    this.#runs = false;
    await this.folders.stop();
  }
}

/** What is in a folder that is gone cannot be looked at. Whether it was renamed can: the step that looks comes alone. */
function checkOf(
  definition: TaskDefinition | undefined,
  what: 'changed' | 'gone',
): TaskDefinition | undefined {
  if (definition === undefined || what === 'changed') return definition;
  return { ...definition, steps: definition.steps.filter(({ jobType }) => jobType === 'folder_check') };
}
