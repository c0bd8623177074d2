import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientLink, ORPCError } from '@orpc/client';
import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import { contract } from '../../../src-preload/contract/index.ts';
import { HolderGone } from './held-error.ts';
import { callLoopback, type Door, type LoopbackCall, textOf } from './loopback-call.ts';
import { readSse } from './read-sse.ts';

type Fields = Record<string, unknown>;

/** Long enough for whatever is answered in one piece. */
const ANSWER_MS = 10 * 60_000;
/** A stream says each 15 s that it lives. */
const STREAM_MS = 60_000;
/** So often a call is sent again that came too early for the rate of the API. */
const TRIES = 20;

/** The procedures of the contract at their paths: what `serve` mounts, called from the other side. */
export class HttpLink implements ClientLink<Record<never, never>> {
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  async call(
    path: readonly string[],
    input: unknown,
    { signal }: { signal?: AbortSignal | undefined },
  ): Promise<unknown> {
    if (path.join('.') === 'events.stream') return this.#events(signal);
    const order = { ...orderOf(path, input), signal, idleMs: ANSWER_MS };
    const response = await this.#send(order);
    if (isStream(response)) return stepsOf(response);
    const text = await textOf(response);
    return text === '' ? undefined : readJson(text);
  }

  /** Where it breaks, it goes on after the last batch that came; where nobody takes the call, nobody is there any more. */
  async *#events(signal: AbortSignal | undefined): AsyncGenerator<unknown> {
    let lastId: string | undefined;
    for (let heard = true; heard; ) {
      heard = false;
      try {
        const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId };
        const order = { method: 'GET', path: '/api/events', headers, signal, idleMs: STREAM_MS };
        for await (const { id, data } of readSse(await this.#send(order))) {
          heard = true;
          lastId = id;
          yield readJson(data);
        }
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof ORPCError || error instanceof HolderGone) throw error;
      }
      if (signal?.aborted) return;
    }
    throw new HolderGone('events');
  }

  async #send(order: LoopbackCall): Promise<IncomingMessage> {
    for (let tries = 1; ; tries += 1) {
      const response = await callLoopback(this.#door, order);
      const { statusCode = 0, headers } = response;
      if (statusCode < 400) return response;
      const error = errorOf(statusCode, await textOf(response));
      if (statusCode !== 429 || tries === TRIES) throw error;
      await sleep(Number(headers['retry-after'] ?? 1) * 1000, undefined, { signal: order.signal });
    }
  }
}

/** What a procedure tells step by step. Ending the iteration early hangs up, which ends the work on the other side. */
async function* stepsOf(response: IncomingMessage): AsyncGenerator<unknown> {
  try {
    for await (const { event, data } of readSse(response)) {
      if (event === 'done') return;
      if (event === 'error') throw errorOf(500, data);
      yield readJson(data);
    }
  } catch (error) {
    throw error instanceof ORPCError ? error : new HolderGone('steps', error);
  } finally {
    response.destroy();
  }
  throw new HolderGone('steps');
}

function orderOf(path: readonly string[], input: unknown): Pick<LoopbackCall, 'method' | 'path' | 'body'> {
  const { route } = procedureAt(path)['~orpc'];
  const method = route.method ?? 'POST';
  const rest: Fields = { ...(input as Fields | undefined) };
  const at = (route.path ?? `/${path.join('/')}`).replace(/\{(\w+)\}/g, (_part, name: string) => {
    const { [name]: value } = rest;
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  if (method === 'GET') return { method, path: `/api${at}${queryOf(rest)}` };
  return { method, path: `/api${at}`, ...(input === undefined ? {} : { body: rest }) };
}

function queryOf(fields: Fields): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  return query.size === 0 ? '' : `?${query}`;
}

function procedureAt(path: readonly string[]): AnyContractProcedure {
  const found = path.reduce<unknown>((router, name) => (router as Fields | undefined)?.[name], contract);
  if (!isContractProcedure(found)) throw new Error(`the contract has no ${path.join('.')}`);
  return found;
}

function errorOf(status: number, text: string): Error {
  const { error } = readJson(text) as { error?: { code?: unknown; message?: unknown; data?: unknown } };
  if (typeof error?.code !== 'string') return new HolderGone(`answer ${status}`);
  const { code, message, data } = error;
  return new ORPCError(code, { status, message: String(message), data });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HolderGone('no JSON', error);
  }
}

const isStream = ({ headers }: IncomingMessage): boolean =>
  (headers['content-type'] ?? '').startsWith('text/event-stream');
