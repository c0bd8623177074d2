import type { ServerResponse } from 'node:http';
import type { ErrorEvent } from '@orpc/server';
import { asContractError, errorBody, type Refusal } from './refusal.ts';
import { type SseOptions, SseWriter, sseText } from './sse.ts';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = value === undefined ? '' : JSON.stringify(value);
  response.writeHead(status, {
    ...HEADERS,
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  sendJson(response, refusal.status, refusal.body, refusal.headers);
}

/**
 * What a procedure tells step by step: `message` events, then `done` or `error`. What fails before its first step has a
 * status of its own, like any other call.
 */
export async function sendStream(
  response: ServerResponse,
  stream: AsyncIterator<unknown>,
  options: SseOptions,
): Promise<void> {
  let next: IteratorResult<unknown>;
  try {
    next = await stream.next();
  } catch (error) {
    const failed = errorOf(error);
    sendJson(response, failed.status, failed.body);
    return;
  }
  const writer = new SseWriter(response, options);
  try {
    while (!next.done) {
      await writer.write(sseText({ event: 'message', data: JSON.stringify(next.value) }));
      next = await step(stream, writer);
    }
    await writer.write(sseText({ event: 'done', data: JSON.stringify(next.value ?? null) }));
  } catch {
    // The client has gone. Nothing is left to say, and ending the iteration ends the work.
    await stream.return?.();
  }
  writer.end();
}

async function step(stream: AsyncIterator<unknown>, writer: SseWriter): Promise<IteratorResult<unknown>> {
  try {
    return await stream.next();
  } catch (error) {
    await writer.write(sseText({ event: 'error', data: JSON.stringify(errorOf(error).body) }));
    throw error;
  }
}

/** oRPC wraps what a stream throws; inside is what any other call would have thrown. */
function errorOf(error: unknown) {
  const failed = asContractError((error as ErrorEvent | undefined)?.cause ?? error);
  return { status: failed.status, body: errorBody(failed) };
}
