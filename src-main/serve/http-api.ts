import type { IncomingMessage, ServerResponse } from 'node:http';
import { StandardOpenAPIHandler, StandardOpenAPIMatcher } from '@orpc/openapi/standard';
import type { AppRouter } from '../api/router.ts';
import { isExposed } from './exposed.ts';
import { readJson } from './read-json.ts';
import { errorBody, Refusal } from './refusal.ts';
import { sendJson, sendStream } from './respond.ts';
import { withOwnFields } from './seed-fields.ts';
import { createSeedRouter } from './seed-router.ts';
import type { SseOptions } from './sse.ts';
import { readUrlInput } from './url-input.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface HttpApiOptions extends SseOptions {
  requireLibrary(request: IncomingMessage): void;
}

/** The router at its paths: a request in, an answer out. Throws a `Refusal` where no procedure can be called. */
export function createHttpApi(router: AppRouter, { requireLibrary, ...options }: HttpApiOptions) {
  const all = { ...router, seeds: createSeedRouter(router) };
  const matcher = new StandardOpenAPIMatcher({ filter: isExposed });
  matcher.init(all);
  const handler = new StandardOpenAPIHandler(all, {
    filter: isExposed,
    customErrorResponseBodyEncoder: errorBody,
    clientInterceptors: [
      ({ next, ...call }) => next({ ...call, input: readUrlInput(call.procedure, call.input) }),
    ],
  });

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = request.method ?? 'GET';
    await requirePath(matcher, method, url.pathname);
    const body = withOwnFields(method, url.pathname, await readJson(request));
    // Last, so that no other library is opened between this and the call.
    requireLibrary(request);
    const left = new AbortController();
    response.once('close', () => left.abort());
    const { response: answer } = await handler.handle(
      {
        method,
        url,
        headers: request.headers,
        body: async () => body,
        signal: left.signal,
      },
      { context: {} },
    );
    if (answer === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is no such path');
    if (isStream(answer.body)) await sendStream(response, answer.body, options);
    else sendJson(response, answer.status, answer.body);
  };
}

/** Before the body is read: whoever asks for nothing need not send it. */
async function requirePath(matcher: StandardOpenAPIMatcher, method: string, pathname: string): Promise<void> {
  const path = `/${pathname.replace(/^\/|\/$/g, '')}` as const;
  if (METHODS.includes(method) && (await matcher.match(method, path)) !== undefined) return;
  const allowed: string[] = [];
  for (const other of METHODS) {
    if ((await matcher.match(other, path)) !== undefined) allowed.push(other);
  }
  if (allowed.length === 0) throw new Refusal(404, 'NOT_FOUND', 'There is no such path');
  throw new Refusal(405, 'METHOD_NOT_ALLOWED', `Only ${allowed.join(', ')} here`, {
    allow: allowed.join(', '),
  });
}

function isStream(body: unknown): body is AsyncIterator<unknown> {
  return typeof body === 'object' && body !== null && typeof (body as { next?: unknown }).next === 'function';
}
