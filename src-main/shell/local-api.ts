import { clipboard } from 'electron';
import type { Logger } from 'pino';
import type { LocalApi } from '../../src-preload/contract/system.ts';
import { toAppError } from '../files/app-error.ts';

/** What is listening, and how to end it. */
export interface Listening {
  url: string;
  token: string;
  stop(): Promise<void>;
}

export interface LocalApiParts {
  /** Begins to listen, with a new token. */
  listen(): Promise<Listening>;
  /** Whether a person switched it on, and where that is kept. */
  isOn(): boolean;
  setOn(on: boolean): void;
  log: Logger;
}

/** The local API while the app runs: off unless a person switched it on. Each start has a token of its own. */
export class LocalApiSwitch {
  #parts: LocalApiParts | null = null;
  #listening: Listening | null = null;
  #problem: string | null = null;
  /** Switching takes turns: two clicks must not leave a server behind that nobody knows of. */
  #turn: Promise<unknown> = Promise.resolve();

  /** With what it needs, which is made after the desktop is. Starts it where it was left on. */
  async attach(parts: LocalApiParts): Promise<void> {
    this.#parts = parts;
    if (parts.isOn()) await this.#inTurn(() => this.#start(parts));
  }

  status(): LocalApi {
    const { url = null, token = null } = this.#listening ?? {};
    return { on: this.#parts?.isOn() ?? false, url, token, problem: this.#problem };
  }

  async set(on: boolean): Promise<LocalApi> {
    const parts = this.#parts;
    if (parts !== null) {
      parts.setOn(on);
      await this.#inTurn(() => (on ? this.#start(parts) : this.#end()));
    }
    return this.status();
  }

  copy(what: 'url' | 'token'): boolean {
    const text = this.#listening?.[what];
    if (text === undefined) return false;
    clipboard.writeText(what === 'url' ? `${text}/api` : text);
    return true;
  }

  /** Before the app ends. What was switched on stays so for the next start. */
  async stop(): Promise<void> {
    await this.#inTurn(() => this.#end());
  }

  async #start({ listen, log }: LocalApiParts): Promise<void> {
    if (this.#listening !== null) return;
    this.#problem = null;
    try {
      this.#listening = await listen();
      log.info({ url: this.#listening.url }, 'the local API is on');
    } catch (error) {
      // The app works without it; the menu says that it is not there.
      this.#problem = toAppError(error).code;
      log.error({ err: error }, 'the local API could not be started');
    }
  }

  async #end(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    this.#problem = null;
    await listening?.stop();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined); // Each caller hears of its own failure.
    return next;
  }
}
