import { randomBytes } from 'node:crypto';
import type { EventBatch } from '../../src-preload/contract/events.ts';

/** A client this far behind is not caught up batch by batch: it forgets what it knows and asks again. */
const MAX_BACKLOG = 200;

type BatchBody = Omit<EventBatch, 'seq' | 'at'>;

interface Subscriber {
  backlog: EventBatch[];
  wake: () => void;
}

/**
 * One stream of numbered batches to any number of clients. A slow client costs memory only up to a bound, and one that
 * was away for a moment goes on where it was.
 */
export class EventHub {
  /** Numbers begin anew with each process, so they mean nothing to the next one. */
  readonly #epoch = randomBytes(6).toString('hex');
  /** The last batches, from a reset on: what came before it is forgotten by everyone. */
  readonly #recent: EventBatch[] = [];
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
    this.#keep(batch);
    for (const subscriber of this.#subscribers) {
      if (subscriber.backlog.length >= MAX_BACKLOG) {
        subscriber.backlog.length = 0;
        subscriber.backlog.push({ ...this.#reset(), seq: batch.seq, at: batch.at });
      } else subscriber.backlog.push(batch);
      subscriber.wake();
    }
  }

  /** Names a batch for `subscribe`, across everything that was ever published. */
  idOf(batch: EventBatch): string {
    return `${this.#epoch}-${batch.seq}`;
  }

  /**
   * Begins with a reset, then everything that is published from now on.
   * @param lastId the last batch that the client has seen: where all that came after it is still known, it begins with
   * that instead
   */
  async *subscribe(signal: AbortSignal | undefined, lastId?: string): AsyncGenerator<EventBatch> {
    const missed = lastId === undefined ? null : this.#since(lastId);
    const subscriber: Subscriber = { backlog: missed ?? [], wake: () => {} };
    const stop = () => subscriber.wake();
    signal?.addEventListener('abort', stop);
    this.#subscribers.add(subscriber);
    try {
      if (missed === null) yield { ...this.#reset(), seq: this.#seq, at: this.#now() };
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

  #keep(batch: EventBatch): void {
    if (batch.reset) this.#recent.length = 0;
    this.#recent.push(batch);
    if (this.#recent.length > MAX_BACKLOG) this.#recent.shift();
  }

  /** What was published after that batch; null where some of it is not known any more, or never was. */
  #since(lastId: string): EventBatch[] | null {
    const [, epoch, number] = /^([0-9a-f]+)-(\d{1,15})$/.exec(lastId) ?? [];
    const seq = Number(number);
    if (epoch !== this.#epoch || seq > this.#seq) return null;
    if (seq === this.#seq) return [];
    const oldest = this.#recent[0]?.seq ?? Number.POSITIVE_INFINITY;
    return oldest <= seq + 1 ? this.#recent.filter((batch) => batch.seq > seq) : null;
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
