import { expect, test } from 'vitest';
import { EMPTY, EventHub } from '../../../src-main/engine/event-hub.ts';
import type { EventBatch } from '../../../src-preload/contract/events.ts';

const library = {
  root: '/l',
  name: 'l',
  id: crypto.randomUUID(),
  projects: 0,
  photos: 0,
  schemaVersion: 1,
  halted: null,
};
const makeHub = () =>
  new EventHub(
    () => 0,
    () => ({ ...EMPTY, reset: true, library }),
  );
const batch = { ...EMPTY, reset: false, projectsChanged: true };

test('a client begins with a reset, then gets every batch with the next number', async () => {
  const hub = makeHub();
  const stream = hub.subscribe(undefined);
  const first = (await stream.next()).value;
  hub.publish(batch);
  hub.publish(batch);
  const numbers = [(await stream.next()).value, (await stream.next()).value].map((value) => value?.seq);
  expect(first).toMatchObject({ reset: true, library });
  expect(numbers).toEqual([(first?.seq ?? 0) + 1, (first?.seq ?? 0) + 2]);
  await stream.return(undefined);
});

test('a client that falls far behind is not caught up but told to begin anew, library included', async () => {
  const hub = makeHub();
  const stream = hub.subscribe(undefined);
  await stream.next();
  for (let count = 0; count < 201; count += 1) hub.publish(batch);
  expect((await stream.next()).value).toMatchObject({ reset: true, library, seq: 201 });
  hub.publish(batch);
  expect((await stream.next()).value).toMatchObject({ reset: false, seq: 202 });
  await stream.return(undefined);
});

test('a client that leaves ends its stream at once', async () => {
  const stop = new AbortController();
  const stream = makeHub().subscribe(stop.signal);
  await stream.next();
  const waiting = stream.next();
  stop.abort();
  expect((await waiting).done).toBe(true);
});

test('a client that was away goes on after what it saw last, as long as all that came since is known', async () => {
  const hub = makeHub();
  hub.publish(batch);
  const first = hub.subscribe(undefined);
  const lastId = hub.idOf((await first.next()).value as EventBatch);
  await first.return(undefined);
  for (let count = 0; count < 200; count += 1) hub.publish(batch);
  const back = hub.subscribe(undefined, lastId);
  expect((await back.next()).value).toMatchObject({ reset: false, seq: 2 });
  await back.return(undefined);
  hub.publish(batch);
  const late = hub.subscribe(undefined, lastId);
  expect((await late.next()).value).toMatchObject({ reset: true, seq: 202 });
  await late.return(undefined);
});

test('nothing from before a reset is told again, and the ids of another process mean nothing', async () => {
  const hub = makeHub();
  hub.publish(batch);
  const old = `${hub.idOf({ ...batch, seq: 0, at: 0 })}`;
  hub.publish({ ...EMPTY, reset: true, library });
  for (const lastId of [old, makeHub().idOf({ ...batch, seq: 2, at: 0 }), 'nonsense']) {
    const stream = hub.subscribe(undefined, lastId);
    expect((await stream.next()).value).toMatchObject({ reset: true });
    await stream.return(undefined);
  }
});
