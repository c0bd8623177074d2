import { Agent, type IncomingMessage, request } from 'node:http';
import { LIBRARY_HEADER } from '../../serve/library-check.ts';
import { HolderGone } from './held-error.ts';

/** Where the holder of a library listens, and what it wants to see. */
export interface Door {
  port: number;
  token: string;
  libraryId: string;
}

export interface LoopbackCall {
  method: string;
  /** With its query. */
  path: string;
  /** Sent as JSON where there is one. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Nothing at all came for so long: the other side hangs. */
  idleMs: number;
}

/**
 * A connection for each call: one that is kept can be closed by the other side just when the next call goes out, and
 * then nobody knows whether that was heard. It is an agent of our own as that of the process may have a proxy, which
 * would be told the token.
 */
const agent = new Agent({ keepAlive: false });

/** The token goes to this machine and nowhere else: there is no other address here. */
export function callLoopback(
  { port, token, libraryId }: Door,
  { method, path, body, headers, signal, idleMs }: LoopbackCall,
): Promise<IncomingMessage> {
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent,
      ...(signal === undefined ? {} : { signal }),
      headers: {
        authorization: `Bearer ${token}`,
        [LIBRARY_HEADER]: libraryId,
        ...(content === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(content.length) }),
        ...headers,
      },
    });
    sent.setTimeout(idleMs, () => sent.destroy(new Error(`nothing came for ${idleMs} ms`)));
    sent.on('error', (error) => reject(signal?.aborted ? error : new HolderGone('connection', error)));
    sent.on('response', resolve);
    sent.end(content);
  });
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
  } catch (error) {
    throw new HolderGone('answer', error);
  }
  return Buffer.concat(parts).toString('utf8');
}
