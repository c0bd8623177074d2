import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createORPCClient } from '@orpc/client';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HolderGone } from '../../../src-main/cli/held/held-error.ts';
import { HttpLink } from '../../../src-main/cli/held/http-link.ts';
import type { Client } from '../../../src-main/cli/session.ts';
import { EMPTY, EventHub } from '../../../src-main/engine/event-hub.ts';
import { streamEvents } from '../../../src-main/serve/event-stream.ts';
import { sendJson } from '../../../src-main/serve/respond.ts';
import type { EventBatch } from '../../../src-preload/contract/events.ts';

/** The stream of a server, cut off under a command: as one is that was suspended for longer than the server waits. */
let hub: EventHub;
let server: Server;
let client: Client;
let clients: ServerResponse[] = [];
let tooMany = 0;
const lastIds: (string | undefined)[] = [];

beforeEach(async () => {
  hub = new EventHub(Date.now, () => ({ ...EMPTY, reset: true, library: null }));
  clients = [];
  lastIds.length = 0;
  const source = {
    events: (signal: AbortSignal | undefined, lastId?: string) => hub.subscribe(signal, lastId),
    eventId: (batch: EventBatch) => hub.idOf(batch),
    log: pino({ level: 'silent' }),
  };
  server = createServer((request, response) => {
    if (request.url !== '/api/events') {
      tooMany -= 1;
      if (tooMany >= 0)
        sendJson(
          response,
          429,
          { error: { code: 'TOO_MANY_REQUESTS', message: '' } },
          { 'retry-after': '0' },
        );
      else sendJson(response, 200, []);
      return;
    }
    const lastId = request.headers['last-event-id'] as string | undefined;
    lastIds.push(lastId);
    clients.push(response);
    const options = { signal: new AbortController().signal, lastId, heartbeatMs: 1000, stallMs: 1000 };
    void streamEvents(source, response, options);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = createORPCClient(new HttpLink({ port, token: 'a token', libraryId: 'a library' }));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const publish = () => hub.publish({ ...EMPTY, reset: false });

test('goes on after the last batch that came: nothing is missed, nothing comes twice', async () => {
  const seqs: number[] = [];
  for await (const batch of await client.events.stream()) {
    seqs.push(batch.seq);
    if (seqs.length === 1) for (let n = 0; n < 3; n += 1) publish();
    if (seqs.length === 4) {
      clients[0]?.destroy();
      for (let n = 0; n < 3; n += 1) publish();
    }
    if (seqs.length === 7) break;
  }
  expect(seqs).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(lastIds).toEqual([undefined, expect.stringMatching(/-3$/)]);
});

test('ends with an error where nobody is there any more', async () => {
  const read = async () => {
    for await (const _batch of await client.events.stream()) {
      server.close();
      server.closeAllConnections();
    }
  };
  await expect(read()).rejects.toBeInstanceOf(HolderGone);
});

test('whoever stops listening hangs up', async () => {
  const stop = new AbortController();
  for await (const _batch of await client.events.stream(undefined, { signal: stop.signal })) stop.abort();
  for await (const _batch of await client.events.stream()) break;
  await expect.poll(() => clients.every(({ destroyed }) => destroyed)).toBe(true);
  expect(clients).toHaveLength(2);
});

test('a call that comes too early for the rate of the API is made again when it says so', async () => {
  tooMany = 3;
  expect(await client.projects.list()).toEqual([]);
  expect(tooMany).toBe(-1);
});
