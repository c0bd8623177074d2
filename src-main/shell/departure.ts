import { app, type BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import type { Task } from '../../src-preload/contract/tasks.ts';
import { closeStep, type QuitAnswer, quitStep } from './leaving.ts';
import { askBeforeQuit, tellOfTray } from './questions.ts';
import { onSignal } from './signals.ts';
import { taskTitle } from './work-texts.ts';

export interface DepartureOptions {
  log: Logger;
  window(): BrowserWindow | null;
  hideWindow(): void;
  /** What a person waits for. */
  work(): Task[];
  /** Cancels it. */
  stop(work: readonly Task[]): Promise<void>;
  trayAvailable(): Promise<boolean>;
  settings: {
    desktop(): { keepInTray: boolean; toldOfTray: boolean };
    setDesktop(changes: { toldOfTray: boolean }): void;
  };
}

/** Closing the window and quitting the app: what each of them does, and what is asked before. */
export class Departure {
  readonly #options: DepartureOptions;
  /** The app ends: nothing is asked any more, and the window may go. */
  #quitting = false;
  /** The system, and not the person, wants the app to end. */
  #forced = false;
  /** On macOS the window may go without the app. */
  #closing = false;
  /** One question at a time. */
  #asking = false;
  /** The app quits by itself as soon as the work is done. */
  #quitsWhenDone = false;

  constructor(options: DepartureOptions) {
    this.#options = options;
    app.on('before-quit', (event) => {
      if (!this.#mayQuit()) event.preventDefault();
    });
    onSignal(() => {
      this.force();
      app.quit();
    });
  }

  /** As from any menu: with the question, where there is one. */
  quit(): void {
    app.quit();
  }

  /** The session ends: whoever ends it waits for no answers. */
  force(): void {
    this.#forced = true;
  }

  /** The person is back, or holds the work up: the app does not end by itself any more. */
  stay(): void {
    this.#quitsWhenDone = false;
  }

  /** The work has changed. */
  workChanged(): void {
    if (!this.#quitsWhenDone || this.#options.work().length > 0) return;
    this.#quitsWhenDone = false;
    this.#options.log.info('all is done: quitting, as asked');
    this.#quitNow();
  }

  mayClose(): boolean {
    if (this.#quitting) return true;
    if (this.#closing) {
      this.#closing = false;
      return true;
    }
    this.#close().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'closing the window failed: it stays');
    });
    return false;
  }

  async #close(): Promise<void> {
    if (this.#asking) return;
    const { settings, log, trayAvailable, window, hideWindow } = this.#options;
    const { keepInTray, toldOfTray } = settings.desktop();
    const step = closeStep({
      platform: process.platform,
      quitting: this.#quitting,
      keepInTray,
      trayAvailable: await trayAvailable(),
    });
    log.info({ step }, 'the window was closed');
    if (step === 'close') {
      this.#closing = true;
      window()?.close();
    } else if (step === 'quit') app.quit();
    else if (toldOfTray || isUnattended() || (await this.#tellOfTray())) hideWindow();
    else app.quit();
  }

  async #tellOfTray(): Promise<boolean> {
    const { window, settings, log } = this.#options;
    const keep = await this.#whileAsking(() => tellOfTray(window()));
    try {
      if (keep) settings.setDesktop({ toldOfTray: true });
    } catch (error) {
      log.warn({ err: error }, 'not remembered: the person will be told once more');
    }
    return keep;
  }

  #mayQuit(): boolean {
    if (this.#quitting) return true;
    if (this.#asking && !this.#forced) return false;
    const work = this.#options.work();
    const step = quitStep({ working: work.length, forced: this.#forced, unattended: isUnattended() });
    this.#quitting = step === 'quit';
    if (!this.#quitting) {
      this.#askBeforeQuit(work).catch((error: unknown) => {
        // An app that cannot ask must not be one that cannot be quit. What is left goes on at the next start.
        this.#options.log.error({ err: error }, 'asking before quitting failed: quitting without');
        this.#quitNow();
      });
    }
    return this.#quitting;
  }

  async #askBeforeQuit(work: readonly Task[]): Promise<void> {
    const { window, trayAvailable, log } = this.#options;
    const answer = await this.#whileAsking(async () =>
      askBeforeQuit(window(), work.map(taskTitle), await trayAvailable()),
    );
    log.info({ answer, tasks: work.length }, 'asked before quitting');
    await this.#leave(answer);
  }

  async #leave(answer: QuitAnswer): Promise<void> {
    const { hideWindow, work, stop } = this.#options;
    if (answer === 'stay') return;
    if (answer === 'finish') {
      this.#quitsWhenDone = true;
      hideWindow();
      this.workChanged(); // It may have been done while the question stood.
      return;
    }
    // What is left is canceled, durably; the engine then waits for what is at work, as at every end.
    if (answer === 'stop') await stop(work());
    this.#quitNow();
  }

  #quitNow(): void {
    this.#quitting = true;
    app.quit();
  }

  async #whileAsking<T>(question: () => Promise<T>): Promise<T> {
    this.#asking = true;
    try {
      return await question();
    } finally {
      this.#asking = false;
    }
  }
}

/** Nobody looks at the screen, in tests and in the demo: a question would wait for ever. */
function isUnattended(): boolean {
  return process.env.SAFELIGHT_UNATTENDED !== undefined;
}
