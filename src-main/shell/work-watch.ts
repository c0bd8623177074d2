import type { ContractRouterClient } from '@orpc/contract';
import type { Logger } from 'pino';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { Contract } from '../../src-preload/contract/index.ts';
import type { Task } from '../../src-preload/contract/tasks.ts';
import { applyTasks, beginAnew, looked, NO_WORK, type WorkState } from './work-state.ts';

/** The procedures that the desktop calls, as the page does, but in this very process. */
export type ShellClient = Pick<ContractRouterClient<Contract>, 'tasks' | 'jobs' | 'maintenance'>;

export interface WorkWatchOptions {
  client: ShellClient;
  events: AsyncIterable<EventBatch>;
  log: Logger;
  /** Whether the person has the window before them. */
  isLooking(): boolean;
  onChange(state: WorkState): void;
  /** A task has ended. Called once for each end. */
  onEnded(task: Task): void;
}

/** More than that are never unfinished at once but by mistake; the tray counts, it does not list. */
const MAX_OPEN = 500;

/** Follows what the engine tells, for as long as the process lives. */
export class WorkWatch {
  readonly #options: WorkWatchOptions;
  #state: WorkState = NO_WORK;

  constructor(options: WorkWatchOptions) {
    this.#options = options;
  }

  get state(): WorkState {
    return this.#state;
  }

  /** The person has the window before them: whatever asked for attention has it. */
  looked(): void {
    const state = looked(this.#state);
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onChange(state);
  }

  async follow(): Promise<void> {
    for await (const batch of this.#options.events) {
      try {
        if (batch.reset) await this.#begin(batch);
        else if (batch.tasks.length > 0 || batch.queue !== undefined) this.#apply(batch);
      } catch (error) {
        // The next batch, or the next reset, puts right what this one left behind.
        this.#options.log.error({ err: error }, 'the tray could not follow the work');
      }
    }
  }

  /** Tasks that ended while nobody was told are asked for one by one: their ends are news all the same. */
  async #begin(batch: EventBatch): Promise<void> {
    const { client } = this.#options;
    const before = this.#state;
    const isSame = batch.library != null && batch.library.id === before.library?.id;
    const open = batch.library == null ? [] : await this.#openTasks();
    this.#state = beginAnew(before, batch, open);
    const known = new Set(open.map(({ id }) => id));
    const gone = isSame ? [...before.open.keys()].filter((id) => !known.has(id)) : [];
    const tasks = await Promise.all(
      gone.map((id) =>
        client.tasks.get({ id }).then(
          (answer) => [answer.task],
          () => [], // Pruned, or the library was closed meanwhile: nothing to tell.
        ),
      ),
    );
    this.#apply({ tasks: [...open, ...tasks.flat()], queue: batch.queue });
  }

  #apply(batch: Pick<EventBatch, 'tasks' | 'queue'>): void {
    const { isLooking, onChange, onEnded } = this.#options;
    const { state, ended } = applyTasks(this.#state, batch, isLooking());
    this.#state = state;
    onChange(state);
    for (const task of ended) onEnded(task);
  }

  async #openTasks(): Promise<Task[]> {
    try {
      const { tasks } = await this.#options.client.tasks.list({
        states: ['queued', 'running', 'paused', 'waiting'],
        includeMaintenance: true,
        limit: MAX_OPEN,
      });
      return tasks;
    } catch {
      return []; // Closed again meanwhile: its own reset follows.
    }
  }
}
