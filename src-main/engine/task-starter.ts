import { randomUUID } from 'node:crypto';
import { AppError } from '../files/app-error.ts';
import type { HandlerServices } from '../handlers/handler.ts';
import type { TaskDefinition } from '../tasks/definitions.ts';
import { type StartTask, startTask, type TaskContext } from '../tasks/start-task.ts';
import { TaskBuilder } from './task-builder.ts';

export type TaskOrder = Omit<StartTask, 'id' | 'now'>;

export interface TaskStarterOptions {
  services: Pick<HandlerServices, 'db' | 'clock' | 'log' | 'probe' | 'changes'>;
  /** Read anew each time: the settings in it may have changed. */
  tasks(): TaskContext;
  /** There may be more to claim. */
  wake(): void;
}

/** Stores tasks, and sets them going. */
export class TaskStarter {
  readonly #options: TaskStarterOptions;
  readonly #builder: TaskBuilder;

  constructor(options: TaskStarterOptions) {
    this.#options = options;
    this.#builder = new TaskBuilder(options);
  }

  /**
   * In one transaction; in that of the caller where one is open. Answers the task's id.
   * @throws AppError `unknown_task_type`, `queue_full`, `already_running`
   */
  start(definition: TaskDefinition | undefined, order: TaskOrder): string {
    const { services, tasks } = this.#options;
    const id = startTask(tasks(), required(definition, order), {
      ...order,
      id: randomUUID(),
      now: services.clock.wall(),
    });
    this.#stored(id);
    return id;
  }

  /**
   * The same for any number of items: the program goes on while they are stored. Resolves when the task is durable.
   * @param signal gives it up while it is not durable yet
   * @throws AppError as `start`; `no_library` where it was stopped meanwhile; the reason of `signal`
   */
  async build(
    definition: TaskDefinition | undefined,
    order: TaskOrder,
    signal?: AbortSignal,
  ): Promise<string> {
    const id = await this.#builder.build(required(definition, order), order, signal);
    this.#stored(id);
    return id;
  }

  /** Removes what a process that died was storing. Only while nothing is built. */
  dropUnbuilt(): Promise<void> {
    return this.#builder.dropUnbuilt();
  }

  /** Gives up what is being stored, and waits until nothing of it is left. */
  stop(): Promise<void> {
    return this.#builder.stop();
  }

  #stored(id: string): void {
    const { services, wake } = this.#options;
    services.probe('task_stored');
    services.changes.task(id);
    services.changes.urgent();
    wake();
  }
}

function required(definition: TaskDefinition | undefined, { type }: TaskOrder): TaskDefinition {
  if (definition === undefined) throw new AppError('unknown_task_type', { detail: type });
  return definition;
}
