import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError, toAppError } from '../files/app-error.ts';
import type { HandlerServices } from '../handlers/handler.ts';
import { buildTask, dropUnbuilt, unbuiltTasks } from '../tasks/build-task.ts';
import type { TaskDefinition } from '../tasks/definitions.ts';
import type { StartTask, TaskContext } from '../tasks/start-task.ts';

export interface TaskBuilderOptions {
  services: Pick<HandlerServices, 'db' | 'clock' | 'log' | 'probe'>;
  tasks(): TaskContext;
}

/** Stores large tasks in pieces, while the program goes on. */
export class TaskBuilder {
  readonly #options: TaskBuilderOptions;
  readonly #builds = new Set<Promise<string>>();
  #stopped = false;

  constructor(options: TaskBuilderOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the id when the task is durable; where it throws, nothing is left of it.
   * @param signal gives it up while it is not durable yet
   * @throws AppError `queue_full`, `already_running`; `no_library` where it was stopped meanwhile; the reason of `signal`
   */
  async build(
    definition: TaskDefinition,
    input: Omit<StartTask, 'id' | 'now'>,
    signal?: AbortSignal,
  ): Promise<string> {
    const build = this.#build(definition, input, signal);
    this.#builds.add(build);
    try {
      return await build;
    } finally {
      this.#builds.delete(build);
    }
  }

  /** Removes what a process that died was storing. Only while nothing is built. */
  async dropUnbuilt(): Promise<void> {
    const { db } = this.#options.services;
    for (const id of unbuiltTasks(db)) await dropUnbuilt(db, id, nextTurn);
  }

  /** Gives up what is being stored, and waits until nothing of it is left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#builds);
  }

  async #build(
    definition: TaskDefinition,
    input: Omit<StartTask, 'id' | 'now'>,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const { services, tasks } = this.#options;
    const id = randomUUID();
    const breathe = async () => {
      services.probe('task_building');
      await nextTurn();
      if (this.#stopped) throw new AppError('no_library', { detail: 'closed' });
      signal?.throwIfAborted();
    };
    try {
      return await buildTask(tasks, definition, { ...input, id, now: services.clock.wall() }, breathe);
    } catch (error) {
      await this.#drop(id);
      throw error;
    }
  }

  async #drop(id: string): Promise<void> {
    const { db, log } = this.#options.services;
    try {
      await dropUnbuilt(db, id, nextTurn);
    } catch (error) {
      // It does nothing where it is, and the next start drops it.
      log.warn({ taskId: id, err: toAppError(error) }, 'a task that could not be stored is left behind');
    }
  }
}
