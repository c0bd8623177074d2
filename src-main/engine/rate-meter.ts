import type { ProgressCounts } from '../../src-preload/contract/common.ts';
import type { Eta } from '../../src-preload/contract/tasks.ts';
import type { Clock } from '../jobs/clock.ts';
import { estimateRemaining } from '../jobs/eta.ts';

interface Span {
  startedAt: number;
  /** Items that had ended before this process worked on the task. */
  endedBefore: number;
}

/** Measures how fast each task goes, from when this process took it up: what was done before a pause says nothing. */
export class RateMeter {
  readonly #clock: Clock;
  readonly #spans = new Map<string, Span>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  etaOf(taskId: string, progress: ProgressCounts): Eta | null {
    const worked = progress.succeeded + progress.failed;
    let span = this.#spans.get(taskId);
    if (span === undefined) {
      span = { startedAt: this.#clock.mono(), endedBefore: worked };
      this.#spans.set(taskId, span);
    }
    return estimateRemaining({
      ended: worked - span.endedBefore,
      remaining: progress.total - progress.processed,
      workedMs: this.#clock.mono() - span.startedAt,
    });
  }

  forget(taskId: string): void {
    this.#spans.delete(taskId);
  }
}
