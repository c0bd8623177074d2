import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../src-preload/contract/index.ts';
import type { App } from '../engine/app.ts';
import { toAppError } from '../files/app-error.ts';
import { contractError } from './contract-error.ts';
import { noticeCulling } from './culling-notice.ts';

/**
 * Where every procedure begins: what the engine throws becomes an error of the contract, here and nowhere else. What
 * the contract does not name is a fault of ours: it goes to the log in full, and out without its innards.
 */
export function implementer(app: App) {
  return implement(contract).use(async ({ next, path }, input) => {
    try {
      const result = await next();
      noticeCulling(app, path);
      return result;
    } catch (error) {
      throw translate(app, error, input, path);
    }
  });
}
export type Implementer = ReturnType<typeof implementer>;

/** The same for a stream, whose errors come while it runs, when the middleware has long returned. */
export async function* translated<T>(
  app: App,
  stream: AsyncIterable<T>,
  input: unknown,
  path: readonly string[],
): AsyncGenerator<T> {
  try {
    yield* stream;
  } catch (error) {
    throw translate(app, error, input, path);
  }
}

function translate(app: App, error: unknown, input: unknown, path: readonly string[]): unknown {
  if (error instanceof ORPCError) return error;
  const failure = toAppError(error);
  const known = contractError(failure, input, app.current()?.engine.paths.root ?? '');
  if (known !== null) return known;
  // The caller went away, and is not there to be told.
  if ((error as { name?: string } | null)?.name === 'AbortError' || failure.code === 'canceled') return error;
  app.log.error({ err: error, code: failure.code, path: path.join('.') }, 'a call failed unexpectedly');
  return error;
}
