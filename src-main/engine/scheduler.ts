import type { Schedule } from '../../src-preload/contract/maintenance.ts';
import { type Db, transaction } from '../db/connection.ts';
import { toAppError } from '../files/app-error.ts';
import type { HandlerRegistry } from '../handlers/handler.ts';
import type { Clock } from '../jobs/clock.ts';
import {
  claimDueTime,
  getSchedule,
  lastScheduleRun,
  noteScheduledTask,
  storeSchedule,
} from '../jobs/sql/schedules.ts';
import type { TaskDefinition, TaskDefinitions } from '../tasks/definitions.ts';
import { findRunningScheduled } from '../tasks/sql.ts';
import { planSchedule } from './schedule-plan.ts';

export interface SchedulerOptions {
  db: Db;
  clock: Clock;
  definitions: TaskDefinitions;
  handlers: HandlerRegistry;
  /** Stores a task of maintenance; called inside the transaction that claims its due time. */
  start(type: string, scheduleId: string): string;
  /** Schedules that a person made, read anew whenever something may be due. Default: none. */
  own?(): readonly OwnSchedule[];
  /** While true nothing is started. What falls due meanwhile is run once, afterwards. Default: never. */
  isHeld?(): boolean;
}

/** How soon to try again what found the queue full. */
const FULL_RETRY_MS = 60_000;

export interface OwnSchedule {
  id: string;
  label: string;
  cron: string;
  /** Stores the task, like `SchedulerOptions.start`; null where nothing is to be started this time. */
  start(): string | null;
}

type Scheduled = TaskDefinition & { schedule: NonNullable<TaskDefinition['schedule']> };

/**
 * Starts the tasks that are declared with a schedule: one for the library, not one for each project. Due times are
 * stored, and a due time, the task that it starts and the next due time are one transaction, so that a crash neither
 * loses a run nor repeats it.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #schedules: [string, Scheduled][];
  /** In memory, so that a tick a second costs a comparison and no query. */
  #nextLookAt = 0;
  /** Runs that were asked for by the start, by the monotonic clock. */
  #afterStart: { id: string; at: number }[] = [];
  #started = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#schedules = Object.entries(options.definitions).flatMap(([type, definition]) => {
      const { schedule } = definition;
      return schedule === undefined ? [] : [[type, { ...definition, schedule }] as [string, Scheduled]];
    });
  }

  start(): void {
    this.#started = true;
    this.#nextLookAt = 0;
    const now = this.#options.clock.mono();
    this.#afterStart = this.#schedules.flatMap(([id, { schedule }]) =>
      schedule.afterStartMs === undefined ? [] : [{ id, at: now + schedule.afterStartMs }],
    );
  }

  /** Cheap where nothing is due. `interrupted` looks whatever the clock said before: it may have been set. */
  tick(interrupted: boolean): void {
    if (!this.#started || this.#options.isHeld?.() === true) return;
    this.#runAfterStart();
    const now = this.#options.clock.wall();
    if (now < this.#nextLookAt && !interrupted) return;
    const next = this.#all().map((one) => (one.available ? this.#runDue(one, now) : Number.MAX_SAFE_INTEGER));
    this.#nextLookAt = Math.min(...next, Number.MAX_SAFE_INTEGER);
  }

  /** A schedule of `own` was made, changed or removed. */
  changed(): void {
    this.#nextLookAt = 0;
  }

  list(): Schedule[] {
    const { db } = this.#options;
    return this.#all().map(({ id, label, cron, available }) => {
      const last = lastScheduleRun(db, id);
      return {
        id,
        label,
        cron,
        available,
        nextDueAt: available ? (getSchedule(db, id)?.next_due_at ?? null) : null,
        last: last === null ? null : { dueAt: last.due_at, taskId: last.task_id },
      };
    });
  }

  #all(): (OwnSchedule & { available: boolean })[] {
    const declared = this.#schedules.map(([id, definition]) => ({
      id,
      label: definition.label,
      cron: definition.schedule.cron,
      available: this.#isAvailable(definition),
      start: () => this.#options.start(id, id),
    }));
    return [...declared, ...(this.#options.own?.() ?? []).map((one) => ({ ...one, available: true }))];
  }

  /** Answers when to look again. */
  #runDue(one: OwnSchedule, now: number): number {
    const { db } = this.#options;
    const { id, cron } = one;
    const next = this.#whereThereIsRoom(() => {
      const stored = getSchedule(db, id);
      // A schedule that was changed begins anew: its old due time was due by other rules.
      const dueAt = stored === null || stored.cron !== cron ? null : stored.next_due_at;
      const plan = planSchedule(cron, dueAt, now);
      if (stored === null || plan.nextDueAt !== dueAt) {
        storeSchedule(db, { id, cron, next_due_at: plan.nextDueAt });
      }
      if (plan.run !== null) this.#startOnce(one, plan.run);
      return plan.nextDueAt;
    });
    return next ?? now + FULL_RETRY_MS;
  }

  #runAfterStart(): void {
    const { clock } = this.#options;
    const due = this.#afterStart.filter(({ at }) => at <= clock.mono());
    if (due.length === 0) return;
    this.#afterStart = this.#afterStart.filter((entry) => !due.includes(entry));
    for (const { id } of due) {
      const definition = this.#options.definitions[id];
      if (definition === undefined || !this.#isAvailable(definition)) continue;
      const start = () => this.#options.start(id, id);
      const isStarted = this.#whereThereIsRoom(() => {
        this.#startOnce({ id, start }, clock.wall());
        return true;
      });
      if (isStarted === null) this.#afterStart.push({ id, at: clock.mono() + FULL_RETRY_MS });
    }
  }

  /** In a transaction. Null where the queue is full: nothing of it was stored, and it is started when there is room. */
  #whereThereIsRoom<T>(work: () => T): T | null {
    try {
      return transaction(this.#options.db, work);
    } catch (error) {
      if (toAppError(error).code !== 'queue_full') throw error;
      return null;
    }
  }

  /** One at a time, and none twice for one due time. A run that is still under way stands for this one too. */
  #startOnce({ id, start }: Pick<OwnSchedule, 'id' | 'start'>, dueAt: number): void {
    const { db } = this.#options;
    if (!claimDueTime(db, { scheduleId: id, dueAt })) return;
    const taskId = findRunningScheduled(db, id) ?? start();
    if (taskId !== null) noteScheduledTask(db, { scheduleId: id, dueAt, taskId });
  }

  /** Without a handler for each of its steps it could only fail, once an hour. */
  #isAvailable({ steps }: TaskDefinition): boolean {
    return steps.every((step) => this.#options.handlers.has(step.jobType));
  }
}
