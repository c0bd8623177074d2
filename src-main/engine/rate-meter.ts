import type { Eta } from '../../src-preload/contract/tasks.ts';
import type { Db } from '../db/connection.ts';
import type { TaskRow } from '../db/rows.ts';
import type { Clock } from '../jobs/clock.ts';
import { estimateRemaining } from '../jobs/eta.ts';
import { etaRatios, storeEtaCheck } from '../jobs/sql/costs.ts';
import type { CostProgress } from '../tasks/views.ts';

interface Span {
  startedAt: number;
  /** What was done before this process took the task up: it says nothing about the pace now. */
  before: CostProgress;
  /** What came of it before, for tasks of this type. */
  pastRatios: number[];
  /** An estimate that is compared with the truth when the task has ended. */
  promise: { at: number; lowMs: number; highMs: number } | null;
}

/** A promise is taken when this share of the work is done: late enough to be meant, early enough to matter. */
const PROMISE_AFTER = 0.25;

/** Measures how fast each task goes, says how long the rest may take, and remembers how right it was. */
export class RateMeter {
  readonly #clock: Clock;
  readonly #db: Db;
  readonly #spans = new Map<string, Span>();

  constructor(clock: Clock, db: Db) {
    this.#clock = clock;
    this.#db = db;
  }

  etaOf(task: Pick<TaskRow, 'id' | 'type'>, progress: CostProgress): Eta | null {
    const now = this.#clock.mono();
    const span = this.#spanOf(task, progress, now);
    const eta = estimateRemaining({
      ended: progress.ended - span.before.ended,
      costDone: progress.costDone - span.before.costDone,
      costLeft: progress.costLeft,
      workedMs: now - span.startedAt,
      pastRatios: span.pastRatios,
    });
    const share = progress.costDone / Math.max(1e-9, progress.costDone + progress.costLeft);
    if (eta !== null && span.promise === null && share >= PROMISE_AFTER) span.promise = { at: now, ...eta };
    return eta;
  }

  /** The task is not at work any more, or time has passed that nothing could work in: what was measured is void. */
  forget(taskId: string): void {
    this.#spans.delete(taskId);
  }

  forgetAll(): void {
    this.#spans.clear();
  }

  /** The task has ended by itself: compares what was promised with what came. */
  ended(task: Pick<TaskRow, 'id' | 'type'>): void {
    const promise = this.#spans.get(task.id)?.promise ?? null;
    this.forget(task.id);
    if (promise === null) return;
    storeEtaCheck(this.#db, {
      taskId: task.id,
      taskType: task.type,
      at: this.#clock.wall(),
      lowMs: promise.lowMs,
      highMs: promise.highMs,
      actualMs: Math.round(this.#clock.mono() - promise.at),
    });
  }

  #spanOf(task: Pick<TaskRow, 'id' | 'type'>, progress: CostProgress, now: number): Span {
    const known = this.#spans.get(task.id);
    if (known !== undefined) return known;
    const span: Span = {
      startedAt: now,
      before: progress,
      pastRatios: etaRatios(this.#db, task.type),
      promise: null,
    };
    this.#spans.set(task.id, span);
    return span;
  }
}
