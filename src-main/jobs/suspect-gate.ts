/**
 * Lets ordinary items run side by side, and a suspect only when nothing else does: if a worker then dies, it is plain
 * which item killed it. One gate for the whole library, because all jobs share the worker host.
 */
export class SuspectGate {
  #inside = 0;
  #aloneInside = false;
  readonly #queue: { alone: boolean; enter: () => void }[] = [];

  async run<T>(alone: boolean, work: () => Promise<T>): Promise<T> {
    await this.#enter(alone);
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (alone) this.#aloneInside = false;
      this.#admit();
    }
  }

  #enter(alone: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#queue.push({ alone, enter: resolve });
      this.#admit();
    });
  }

  #admit(): void {
    for (;;) {
      const next = this.#queue[0];
      if (next === undefined || this.#aloneInside || (next.alone && this.#inside > 0)) return;
      this.#queue.shift();
      this.#inside += 1;
      this.#aloneInside = next.alone;
      next.enter();
    }
  }
}
