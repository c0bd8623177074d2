import type { AppError } from '../files/app-error.ts';

interface Waiter {
  resolve(): void;
  reject(error: AppError): void;
}

/** Those who wait for a task to end: the command line, tests. */
export class TaskWaiters {
  readonly #waiters = new Map<string, Waiter[]>();

  wait(taskId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.set(taskId, [...(this.#waiters.get(taskId) ?? []), { resolve, reject }]);
    });
  }

  ended(taskId: string): void {
    const waiters = this.#waiters.get(taskId) ?? [];
    this.#waiters.delete(taskId);
    for (const { resolve } of waiters) resolve();
  }

  /** Nobody will hear of any end any more: the library closes, or its queue stands still. */
  rejectAll(error: AppError): void {
    const waiters = [...this.#waiters.values()].flat();
    this.#waiters.clear();
    for (const { reject } of waiters) reject(error);
  }
}
