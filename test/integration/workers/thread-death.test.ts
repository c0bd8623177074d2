import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { WorkerHostOptions } from '../../../src-main/workers/client.ts';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';

const evil = path.resolve('test/fixtures/evil/thread.ts');

/** Hosts whose `files` threads are the evil ones. */
const hosts: WorkerHost[] = [];
function start(options: WorkerHostOptions = {}): WorkerHost {
  const host = createWorkerHost({
    filesThreads: 2,
    derivativesThreads: 1,
    exifThreads: 1,
    taskTimeoutMs: 20_000,
    graceMs: 300,
    threadMemoryMb: 64,
    entries: { files: evil },
    ...options,
  });
  hosts.push(host);
  return host;
}
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

/** `hash` stands for any task here. */
const run = (host: WorkerHost, deed: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  host.run('hash', { path: `evil:${deed}` }, options);

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe('a thread that dies takes its own task with it and nothing else', () => {
  test.each([
    ['exit', 'worker_crashed'],
    ['throw-later', 'worker_crashed'],
  ])('%s → %s', async (deed, code) => {
    const host = start();
    await run(host, 'nothing');
    const pid = host.status().pid;
    const neighbour = run(host, 'slow');
    expect(await codeOf(run(host, deed))).toBe(code);
    await expect(neighbour).resolves.toMatchObject({ sha256: 'ok' });
    expect(await codeOf(run(host, 'nothing'))).toBe('done');
    expect(host.status()).toMatchObject({ pid, restarts: 0 });
  });

  test('running out of memory ends the thread, at worst the host, and never more than that', async () => {
    const host = start();
    await run(host, 'nothing');
    const neighbour = codeOf(run(host, 'slow'));
    const code = await codeOf(run(host, 'oom'));
    // V8 ends the thread at its limit, unless one allocation jumps past it: then it aborts the whole process. Both
    // were seen with this very deed, the second on a busy machine.
    expect(['worker_out_of_memory', 'worker_crashed']).toContain(code);
    const hostLived = code === 'worker_out_of_memory';
    expect(await neighbour).toBe(hostLived ? 'done' : 'worker_crashed');
    expect(await codeOf(run(host, 'nothing'))).toBe('done');
    expect(host.status().restarts).toBe(hostLived ? 0 : 1);
  });

  test('dying again and again leaves a pool that works', async () => {
    const host = start();
    for (let i = 0; i < 6; i += 1) expect(await codeOf(run(host, 'exit'))).toBe('worker_crashed');
    expect(await codeOf(run(host, 'nothing'))).toBe('done');
    expect(host.status().restarts).toBe(0);
  });
});

describe('a task over its time limit is ended', () => {
  test.each(['endless-loop', 'never-settles'])('%s → worker_timeout, the host lives on', async (deed) => {
    const host = start();
    const neighbour = run(host, 'slow');
    expect(await codeOf(run(host, deed, { timeoutMs: 200 }))).toBe('worker_timeout');
    await expect(neighbour).resolves.toBeDefined();
    expect(await codeOf(run(host, 'nothing'))).toBe('done');
    expect(host.status().restarts).toBe(0);
  });

  test('stuck in native code → the host goes with it: culprit and bystander get different codes', async () => {
    const host = start();
    await run(host, 'nothing');
    const bystander = codeOf(run(host, 'never-settles'));
    expect(await codeOf(run(host, 'native-hang', { timeoutMs: 200 }))).toBe('worker_timeout');
    expect(await bystander).toBe('worker_restarted');
    expect(await codeOf(run(host, 'nothing'))).toBe('done');
    expect(host.status().restarts).toBe(1);
  });
});

describe('when the host dies, every task in flight is a suspect, and one new host takes over', () => {
  test.each(['abort', 'kill-host', 'segfault'])('%s', async (deed) => {
    const host = start();
    await run(host, 'nothing');
    const other = codeOf(run(host, 'never-settles'));
    // Waits for a free thread, so it has not run and is no suspect: it simply runs in the next host.
    const waiting = [codeOf(run(host, deed)), codeOf(run(host, 'nothing'))] as const;
    expect(await waiting[0]).toBe('worker_crashed');
    expect(await other).toBe('worker_crashed');
    expect(await waiting[1]).toBe('done');
    expect(host.status().restarts).toBe(1);
  });
});

describe('cancel', () => {
  test('a task that waits for a thread is canceled without ever running', async () => {
    const host = start({ filesThreads: 1 });
    const busy = run(host, 'slow');
    const abort = new AbortController();
    const waiting = codeOf(run(host, 'exit', { signal: abort.signal }));
    abort.abort();
    expect(await waiting).toBe('canceled');
    await expect(busy).resolves.toBeDefined();
  });

  test('a task that does not listen is ended with its thread', async () => {
    const host = start();
    await run(host, 'nothing');
    const abort = new AbortController();
    const running = codeOf(run(host, 'endless-loop', { signal: abort.signal }));
    setTimeout(() => abort.abort(), 30);
    expect(await running).toBe('canceled');
    expect(await codeOf(run(host, 'nothing'))).toBe('done');
    expect(host.status().restarts).toBe(0);
  });

  test('a signal that has fired already starts no host', async () => {
    const host = start();
    expect(await codeOf(run(host, 'nothing', { signal: AbortSignal.abort() }))).toBe('canceled');
    expect(host.status()).toEqual({ running: false, pid: null, restarts: 0 });
  });
});

describe('start and end', () => {
  test('a host that cannot start blames no task', async () => {
    const before = process.env.SAFELIGHT_NODE;
    process.env.SAFELIGHT_NODE = '/nonexistent/node';
    try {
      const error = await run(start(), 'nothing').catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'worker_unavailable', retry: 'later' });
    } finally {
      if (before === undefined) delete process.env.SAFELIGHT_NODE;
      else process.env.SAFELIGHT_NODE = before;
    }
  });

  test('closing rejects what runs and what waits as restarted, and what comes later too', async () => {
    const host = start({ filesThreads: 1 });
    await run(host, 'nothing');
    const tasks = [codeOf(run(host, 'never-settles')), codeOf(run(host, 'nothing'))];
    await new Promise((resolve) => setTimeout(resolve, 30));
    await host.close();
    expect(await Promise.all(tasks)).toEqual(['worker_restarted', 'worker_restarted']);
    expect(await codeOf(run(host, 'nothing'))).toBe('worker_restarted');
    expect(host.status()).toMatchObject({ running: false, pid: null });
  });

  test('what the host says on stderr goes to the log, not to the terminal', async () => {
    const lines: string[] = [];
    const host = start({ log: (_level, message) => lines.push(message) });
    const error = await run(host, 'last-words').catch((reason: unknown) => reason);
    expect(lines.join('\n')).toContain('FATAL: the last words');
    expect(error).toMatchObject({ code: 'worker_crashed', detail: expect.stringContaining('FATAL') });
  });
});
