import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../files/app-error.ts';
import type { ReaderQueries, ReaderQuery, ReaderReply, ReaderSetup } from './queries.ts';

/**
 * Reads that would hold up the main thread: the order of a view takes 45 ms at 100,000 photos and 400 ms at a
 * million (bench/photo-query.ts). They run on a connection of their own in a thread, and see what was committed when
 * they began.
 */
export interface LibraryReader {
  /** @throws AppError `reader_failed` (`now`) where the thread died or the library was closed meanwhile */
  run<K extends ReaderQuery>(query: K, input: ReaderQueries[K]['input']): Promise<ReaderQueries[K]['output']>;
  close(): Promise<void>;
}

/** The thread starts with the first query: a program that only writes never pays for it. */
export function openReader(setup: ReaderSetup): LibraryReader {
  return new Reader(setup);
}

interface Waiting {
  resolve(output: never): void;
  reject(error: AppError): void;
}

class Reader implements LibraryReader {
  readonly #setup: ReaderSetup;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  #nextId = 1;
  #closed = false;

  constructor(setup: ReaderSetup) {
    this.#setup = setup;
  }

  run<K extends ReaderQuery>(
    query: K,
    input: ReaderQueries[K]['input'],
  ): Promise<ReaderQueries[K]['output']> {
    if (this.#closed) return Promise.reject(failure('the library is closed'));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const thread = this.#start();
      thread.ref();
      thread.postMessage({ id, query, input });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const thread = this.#thread;
    if (thread === null) return;
    const gone = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.ref();
    thread.postMessage('close');
    await gone;
  }

  #start(): Worker {
    if (this.#thread !== null) return this.#thread;
    const thread = new Worker(threadFile(), { workerData: this.#setup });
    thread.on('message', (reply: ReaderReply) => this.#settle(reply));
    // A thread that dies takes its queries with it, never the process: the next query starts another.
    const lose = (reason: string): void => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      for (const { reject } of this.#waiting.values()) reject(failure(reason));
      this.#waiting.clear();
    };
    thread.once('error', (error: unknown) => lose(error instanceof Error ? error.message : String(error)));
    thread.once('exit', () => lose('the reader thread ended'));
    this.#thread = thread;
    return thread;
  }

  #settle(reply: ReaderReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    // Nobody should be kept from quitting by a reader without work.
    if (this.#waiting.size === 0) this.#thread?.unref();
    if ('error' in reply) waiting?.reject(failure(reply.error));
    else waiting?.resolve(reply.output as never);
  }
}

function failure(detail: string): AppError {
  return new AppError('reader_failed', { detail, retry: 'now' });
}

/** Beside this file: as TypeScript in the checkout, as `engine/reader/reader-thread.js` of the bundle in the app. */
function threadFile(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (import.meta.url.endsWith('.ts')) return join(here, 'reader-thread.ts');
  for (const folder of [here, join(here, '..')]) {
    const candidate = join(folder, 'engine', 'reader', 'reader-thread.js');
    if (existsSync(candidate)) return candidate;
  }
  throw new AppError('internal', { detail: `the reader thread was not built beside ${here}` });
}
