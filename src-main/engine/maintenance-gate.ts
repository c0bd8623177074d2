import { type Db, selectAll } from '../db/connection.ts';
import { setTaskPause } from '../jobs/sql/pauses.ts';
import type { ControlContext } from './control/control-context.ts';
import { pauseTask, resumeTask } from './control/pause.ts';

/** Why maintenance waits. The names are stored as who paused a task. */
export const MAINTENANCE_HOLDERS = ['battery', 'culling'] as const;
export type MaintenanceHolder = (typeof MAINTENANCE_HOLDERS)[number];

/** So long after the last photo was judged, the person counts as still culling: a look at a hard choice takes as long. */
export const CULLING_HOLD_MS = 60_000;

/**
 * Holds back what the scheduler starts by itself, while the machine runs on battery or a person culls. What is due
 * meanwhile is started once, afterwards; what runs is paused and goes on. What a person asked for is never held, and a
 * held task that a person resumes runs on: the gate acts only when it closes and when it opens.
 *
 * Holders are kept in memory, because they are facts of this very moment. The pauses they cause are stored, and those
 * of a process that died are lifted by `start`.
 */
export class MaintenanceGate {
  readonly #control: ControlContext;
  readonly #holders = new Set<MaintenanceHolder>();
  #cullingUntil = Number.NEGATIVE_INFINITY;
  #started = false;

  constructor(control: ControlContext) {
    this.#control = control;
  }

  /** Before this, and in programs that start nothing by themselves, holders are noted and nothing is done. */
  start(): void {
    this.#started = true;
    if (this.isHeld) this.#close();
    else this.#open();
  }

  /** The scheduler starts nothing while this is true. */
  get isHeld(): boolean {
    return this.#holders.size > 0;
  }

  hold(holder: MaintenanceHolder): void {
    const wasHeld = this.isHeld;
    this.#holders.add(holder);
    if (!wasHeld && this.#started) this.#close();
  }

  release(holder: MaintenanceHolder): void {
    if (!this.#holders.delete(holder) || !this.#started) return;
    if (this.isHeld) this.#handOver(holder);
    else this.#open();
  }

  /** A person has just judged a photo. Called with every key, so it is cheap while the gate is closed. */
  culled(): void {
    this.#cullingUntil = this.#control.clock.mono() + CULLING_HOLD_MS;
    this.hold('culling');
  }

  /** Lets go of a holder whose time has passed. */
  tick(): void {
    if (this.#holders.has('culling') && this.#control.clock.mono() >= this.#cullingUntil) {
      this.release('culling');
    }
  }

  #close(): void {
    const [by] = this.#holders;
    if (by === undefined) return;
    for (const { id, paused_at } of scheduledTasks(this.#control.db)) {
      if (paused_at === null) pauseTask(this.#control, id, by);
    }
  }

  #open(): void {
    for (const { id, paused_by } of scheduledTasks(this.#control.db)) {
      if (isHolder(paused_by)) resumeTask(this.#control, id, paused_by);
    }
  }

  /** One reason is gone, another is not: who looks at a task is told the one that still counts. */
  #handOver(gone: MaintenanceHolder): void {
    const { db, changes } = this.#control;
    const [by] = this.#holders;
    if (by === undefined) return;
    for (const { id, paused_at, paused_by } of scheduledTasks(db)) {
      if (paused_by !== gone) continue;
      setTaskPause(db, { id, at: paused_at, by });
      changes.task(id);
    }
  }
}

interface ScheduledTask {
  id: string;
  paused_at: number | null;
  paused_by: string | null;
}

/** What the scheduler started and what has not ended. Nothing else is the gate's affair. */
function scheduledTasks(db: Db): ScheduledTask[] {
  return selectAll<ScheduledTask>(
    db,
    `SELECT id, paused_at, paused_by FROM tasks
     WHERE finished_at IS NULL AND building = 0 AND source = 'maintenance' AND requested_by = 'scheduler'`,
  );
}

function isHolder(by: string | null): by is MaintenanceHolder {
  return MAINTENANCE_HOLDERS.some((holder) => holder === by);
}
