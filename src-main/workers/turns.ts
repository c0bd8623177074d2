/** Gives the turn back. True where nobody else had one at any moment of it. */
export type LeaveTurn = () => boolean;

interface Waiting {
  alone: boolean;
  enter(leave: LeaveTurn): void;
}

/**
 * Any number side by side, or one alone, in the order they came: who wants to be alone waits for those inside, and
 * those who came later wait for it.
 */
export class Turns {
  readonly #inside = new Set<{ alone: boolean; company: boolean }>();
  readonly #waiting: Waiting[] = [];

  /** Resolves with null once the signal has fired, where it was not this one's turn before. */
  enter(alone: boolean, signal: AbortSignal): Promise<LeaveTurn | null> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve(null);
        return;
      }
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#admit();
        resolve(null);
      };
      const waiting: Waiting = {
        alone,
        enter: (leave) => {
          signal.removeEventListener('abort', onAbort);
          resolve(leave);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  /** Lets in whoever may enter now. */
  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next); next = this.#waiting[0]) {
      this.#waiting.shift();
      next.enter(this.#begin(next.alone));
    }
  }

  #fits({ alone }: Waiting): boolean {
    if (alone) return this.#inside.size === 0;
    return ![...this.#inside].some((turn) => turn.alone);
  }

  #begin(alone: boolean): LeaveTurn {
    const turn = { alone, company: this.#inside.size > 0 };
    for (const other of this.#inside) other.company = true;
    this.#inside.add(turn);
    return () => {
      this.#inside.delete(turn);
      this.#admit();
      return !turn.company;
    };
  }
}
