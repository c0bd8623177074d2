import type { ServerResponse } from 'node:http';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { App } from '../engine/app.ts';
import { type SseOptions, SseWriter, sseText } from './sse.ts';

export type EventSource = Pick<App, 'events' | 'eventId' | 'log'>;

/** A hundred clients get the same batch: its text is made once. */
const texts = new WeakMap<EventBatch, string>();

/**
 * The engine's batches until the client leaves or `signal` ends them. The engine never waits for a client: what one has
 * not fetched is kept up to a bound, and beyond it the client is told to begin anew.
 * @param lastId of the last batch that the client has seen, from `Last-Event-ID`
 */
export async function streamEvents(
  app: EventSource,
  response: ServerResponse,
  { signal, lastId, ...options }: SseOptions & { signal: AbortSignal; lastId: string | undefined },
): Promise<void> {
  const writer = new SseWriter(response, options);
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    for await (const batch of app.events(AbortSignal.any([signal, left.signal]), lastId)) {
      await writer.write(textOf(app, batch));
    }
  } catch (error) {
    // Gone, or cut off because it took nothing: it comes back with the last id that it has seen.
    app.log.debug({ err: error }, 'a client of the event stream has gone');
  }
  writer.end();
}

function textOf(app: EventSource, batch: EventBatch): string {
  let text = texts.get(batch);
  if (text === undefined) {
    text = sseText({ id: app.eventId(batch), data: JSON.stringify(batch) });
    texts.set(batch, text);
  }
  return text;
}
