import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // The length of a stream is not known, and a client that is told to go gets a connection of its own next time.
  connection: 'close',
};

export interface SseOptions {
  /** A comment goes out this often, so that neither side takes silence for death. */
  heartbeatMs: number;
  /** A client that takes nothing for so long is cut off. */
  stallMs: number;
}

/** Server-Sent Events to one client, no faster than it reads. */
export class SseWriter {
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  readonly #heartbeat: NodeJS.Timeout;
  #draining: Promise<void> | null = null;

  constructor(response: ServerResponse, { heartbeatMs, stallMs }: SseOptions) {
    this.#response = response;
    this.#stallMs = stallMs;
    response.writeHead(200, HEADERS);
    response.flushHeaders();
    this.#heartbeat = setInterval(() => {
      if (this.#draining === null) response.write(': still here\n\n');
    }, heartbeatMs);
    response.once('close', () => clearInterval(this.#heartbeat));
  }

  /** Resolves when the client has room for more; rejects where it takes nothing any more, or has gone. */
  async write(text: string): Promise<void> {
    if (this.#response.destroyed) throw new Error('the client has gone');
    if (this.#response.write(text)) return;
    this.#draining = this.#drained();
    try {
      await this.#draining;
    } finally {
      this.#draining = null;
    }
  }

  end(): void {
    clearInterval(this.#heartbeat);
    this.#response.end();
  }

  async #drained(): Promise<void> {
    const gone = new AbortController();
    const leave = () => gone.abort();
    this.#response.once('close', leave);
    try {
      const limit = AbortSignal.timeout(this.#stallMs);
      await once(this.#response, 'drain', { signal: AbortSignal.any([gone.signal, limit]) });
    } catch (error) {
      this.#response.destroy();
      throw error;
    } finally {
      this.#response.off('close', leave);
    }
  }
}

export interface SseEvent {
  event?: string;
  id?: string;
  /** JSON, which has no line breaks. */
  data: string;
}

export function sseText({ event, id, data }: SseEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`;
}
