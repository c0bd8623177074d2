import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY, EventHub } from '../../../src-main/engine/event-hub.ts';
import { streamEvents } from '../../../src-main/serve/event-stream.ts';
import { EventReader, type ReadEvent } from '../../fixtures/serve/event-reader.ts';

const LARGE = 'x'.repeat(100_000);
const STALL_MS = 400;
let hub: EventHub;
let port: number;
let close: () => Promise<void>;

beforeEach(async () => {
  hub = new EventHub(Date.now, () => ({ ...EMPTY, reset: true, library: null }));
  const stopping = new AbortController();
  const source = {
    events: (signal: AbortSignal | undefined, lastId?: string) => hub.subscribe(signal, lastId),
    eventId: (batch: Parameters<EventHub['idOf']>[0]) => hub.idOf(batch),
    log: pino({ level: 'silent' }),
  };
  const server = createServer((_request, response) => {
    void streamEvents(source, response, {
      signal: stopping.signal,
      lastId: undefined,
      heartbeatMs: 1000,
      stallMs: STALL_MS,
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  close = async () => {
    stopping.abort();
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

/** A batch about as large as a busy import makes them. */
const publish = () => hub.publish({ ...EMPTY, reset: false, library: { name: LARGE } as never });

const seen = (seq: number) => (events: readonly ReadEvent[]) =>
  events.some(({ data }) => (data as { seq: number }).seq === seq);

async function readerThatStalls(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // It is to be cut off.
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  socket.pause();
  return socket;
}

test('publishing waits for nobody, and what a client does not fetch is bounded', async () => {
  const socket = await readerThatStalls();
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  for (let n = 0; n < 2000; n += 1) publish();
  expect(performance.now() - begun).toBeLessThan(500);
  // 2,000 batches of 100 kB were published; kept are 200, whose text they all share.
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  socket.destroy();
});

test('a client that takes nothing is cut off, and others never notice', async () => {
  const socket = await readerThatStalls();
  const closed = once(socket, 'close');
  const other = new EventReader(`http://127.0.0.1:${port}/`, '');
  await other.until((events) => events.length > 0);
  for (let n = 0; n < 300; n += 1) {
    publish();
    if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await other.until(seen(300));
  await new Promise((resolve) => setTimeout(resolve, STALL_MS * 2));
  socket.resume();
  await closed;
  other.close();
});

test('a client that falls behind and reads on is told to begin anew', async () => {
  const reader = new EventReader(`http://127.0.0.1:${port}/`, '');
  await reader.until((events) => events.length > 0);
  reader.stall();
  for (let n = 0; n < 450; n += 1) publish();
  reader.readOn();
  await reader.until(seen(450));
  const later = reader.events.slice(1).map(({ data }) => data as { reset: boolean });
  expect(later.some(({ reset }) => reset)).toBe(true);
  expect(later.length).toBeLessThan(450);
  reader.close();
});
