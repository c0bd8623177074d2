import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRouter } from '../api/router.ts';
import type { App } from '../engine/app.ts';
import { AppError } from '../files/app-error.ts';
import { readAddress } from './address.ts';
import { streamEvents } from './event-stream.ts';
import { createGate, type GateOptions } from './gate.ts';
import { refuseGibberish } from './gibberish.ts';
import { createHttpApi } from './http-api.ts';
import { libraryCheck } from './library-check.ts';
import { close, listen } from './listen.ts';
import { makeOpenApiDocument } from './openapi-document.ts';
import { Refusal } from './refusal.ts';
import { sendJson, sendRefusal } from './respond.ts';
import type { SseOptions } from './sse.ts';
import { makeToken, SHORTEST_TOKEN } from './token.ts';

export interface ServeOptions {
  app: App;
  /** 0 takes any that is free. Default 0. */
  port?: number;
  /** What callers have to show. Default: a new one. At least 16 characters. */
  token?: string | undefined;
  /** Calls with the token. Default 1,000 at once and 500 a second. */
  calls?: GateOptions['calls'];
  /** Calls without it. Default 20 at once and 2 a second. */
  strangers?: GateOptions['strangers'];
  /** How long calls under way may take to end when the server stops. Default 5,000. */
  stopMs?: number;
  /** How long a call may take to arrive in whole. Default 30,000. */
  requestMs?: number;
  /** Default: a heartbeat each 15 s, cut off after 60 s. */
  events?: Partial<SseOptions>;
}

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  token: string;
  /** Calls under way are finished, streams end, nothing new is taken. Resolves when nobody is connected any more. */
  stop(): Promise<void>;
}

/** Only this machine can connect. */
const HOST = '127.0.0.1';
const STREAM_PATHS = new Set(['/events', '/jobs/stream']);

/**
 * Serves the contract on loopback. Resolves once it listens; throws AppError `port_taken`, or `token_too_short`.
 */
export async function startServer(options: ServeOptions): Promise<LocalServer> {
  const { app, port = 0, stopMs = 5000, requestMs = 30_000 } = options;
  const token = options.token ?? makeToken();
  if (token.length < SHORTEST_TOKEN) throw new AppError('token_too_short', { detail: `${SHORTEST_TOKEN}` });
  const sse: SseOptions = { heartbeatMs: 15_000, stallMs: 60_000, ...options.events };
  const stopping = new AbortController();
  const server = createServer({
    headersTimeout: Math.min(requestMs, 10_000),
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(requestMs, 5000),
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16 * 1024,
    // A request without a name for us is refused by the gate, in our words.
    requireHostHeader: false,
  });
  server.maxConnections = 512;
  server.on('clientError', refuseGibberish);
  const bound = await listen(server, HOST, port);
  const url = `http://${HOST}:${bound}`;
  const gate = createGate({
    token,
    port: bound,
    calls: options.calls ?? { burst: 1000, perSecond: 500 },
    strangers: options.strangers ?? { burst: 20, perSecond: 2 },
  });
  const requireLibrary = libraryCheck(app);
  const call = createHttpApi(createRouter(app), { ...sse, requireLibrary });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    gate(request);
    const address = readAddress(request.url ?? '');
    if (address === null) throw new Refusal(404, 'NOT_FOUND', 'There is no such path');
    const { pathname } = address;
    if (pathname === '/openapi.json' || STREAM_PATHS.has(pathname)) requireGet(request);
    if (pathname === '/openapi.json') sendJson(response, 200, await makeOpenApiDocument(`${url}/api`));
    else if (STREAM_PATHS.has(pathname)) {
      requireLibrary(request);
      const lastId = request.headers['last-event-id'];
      await streamEvents(app, response, {
        ...sse,
        signal: stopping.signal,
        lastId: Array.isArray(lastId) ? lastId[0] : lastId,
      });
    } else await call(request, response, address);
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (stopping.signal.aborted) response.setHeader('connection', 'close');
    answer(request, response).catch((error: unknown) => fail(app, request, response, error));
  });
  // Only now: whoever calls while the note waits for its turn is answered like any other.
  const takeBack = await app.announce({ port: bound, token });

  return {
    url,
    token,
    stop: async () => {
      stopping.abort();
      await Promise.all([close(server, stopMs), takeBack()]);
    },
  };
}

function requireGet({ method }: IncomingMessage): void {
  if (method !== 'GET') throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'Only GET here', { allow: 'GET' });
}

/** How much of a body that nobody wants is swallowed, so that its sender gets to read why. */
const SWALLOWED_BYTES = 16 * 1024 * 1024;

function fail(app: App, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = request.headers;
  const unread = !request.complete && (length !== '0' || chunked !== undefined);
  if (unread) swallow(request);
  if (error instanceof Refusal) {
    if (unread) response.setHeader('connection', 'close');
    sendRefusal(response, error);
    return;
  }
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return;
  app.log.error({ err: error, url: request.url }, 'a call of the local API failed unexpectedly');
  sendRefusal(response, new Refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'));
}

function swallow(request: IncomingMessage): void {
  let bytes = 0;
  request.on('error', () => undefined); // It went away before it had sent everything, which nobody waits for.
  request.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > SWALLOWED_BYTES) request.destroy();
  });
}
