import type { RetryClass } from '../files/app-error.ts';
import { toAppError } from '../files/app-error.ts';

/** An `AppError` as it travels: structured clone and JSON both lose the class and its fields. */
export interface WireError {
  code: string;
  detail?: string | undefined;
  retry: RetryClass;
}

/**
 * What a thread answers. Threads never reject: so a rejection from the pool always means that the thread itself was
 * lost, and is told apart from a task that merely failed.
 */
export type Reply<T> = { ok: true; output: T } | { ok: false; error: WireError };

export async function reply<T>(run: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, output: await run() };
  } catch (error) {
    return { ok: false, error: toWireError(error) };
  }
}

export function toWireError(error: unknown): WireError {
  const { code, detail, retry } = toAppError(error);
  return { code, detail, retry };
}
