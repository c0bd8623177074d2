import type { EventBatch } from '../../src-preload/contract/events.ts';

/** A client this far behind is not caught up batch by batch: it forgets what it knows and asks again. */
const MAX_BACKLOG = 200;

type BatchBody = Omit<EventBatch, 'seq' | 'at'>;

interface Subscriber {
  backlog: EventBatch[];
  wake: () => void;
}

/** One stream of numbered batches to any number of clients. A slow client costs memory only up to a bound. */
export class EventHub {
  readonly #subscribers = new Set<Subscriber>();
  readonly #now: () => number;
  readonly #reset: () => BatchBody;
  #seq = 0;

  /** @param reset what a client gets that has to begin anew */
  constructor(now: () => number, reset: () => BatchBody) {
    this.#now = now;
    this.#reset = reset;
  }

  publish(body: BatchBody): void {
    const batch = this.#number(body);
    for (const subscriber of this.#subscribers) {
      if (subscriber.backlog.length >= MAX_BACKLOG) {
        subscriber.backlog.length = 0;
        subscriber.backlog.push({ ...this.#reset(), seq: batch.seq, at: batch.at });
      } else subscriber.backlog.push(batch);
      subscriber.wake();
    }
  }

  /** Begins with a reset, then everything that is published from now on. */
  async *subscribe(signal: AbortSignal | undefined): AsyncGenerator<EventBatch> {
    const subscriber: Subscriber = { backlog: [], wake: () => {} };
    const stop = () => subscriber.wake();
    signal?.addEventListener('abort', stop);
    this.#subscribers.add(subscriber);
    try {
      yield { ...this.#reset(), seq: this.#seq, at: this.#now() };
      while (!signal?.aborted) {
        const batch = subscriber.backlog.shift();
        if (batch !== undefined) yield batch;
        else {
          await new Promise<void>((resolve) => {
            subscriber.wake = resolve;
            if (signal?.aborted) resolve();
          });
        }
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#subscribers.delete(subscriber);
    }
  }

  #number(body: BatchBody): EventBatch {
    this.#seq += 1;
    return { ...body, seq: this.#seq, at: this.#now() };
  }
}

export const EMPTY = {
  tasks: [],
  jobs: [],
  photos: [],
  projectsChanged: false,
} satisfies Partial<EventBatch>;
