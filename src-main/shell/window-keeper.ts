import type { BrowserWindow } from 'electron';

export interface WindowKeeperOptions {
  create(): BrowserWindow;
  /** The window is asked to close. Answers whether it may; where not, it stays as it is. */
  mayClose(): boolean;
  /** The person has the window before them. */
  onLook(): void;
  /** The system ends the session: nothing may be asked any more. Windows tells its windows. */
  onSessionEnd(): void;
}

/** The one window of the app, which may be shown, hidden, or not there at all. */
export class WindowKeeper {
  readonly #options: WindowKeeperOptions;
  #window: BrowserWindow | null = null;

  constructor(options: WindowKeeperOptions) {
    this.#options = options;
  }

  get current(): BrowserWindow | null {
    return this.#window;
  }

  /** Brings the window to the front, from wherever it is. */
  show(): void {
    const window = this.#window;
    if (window === null) {
      this.#open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** The page stays as it is, with the place it shows; it is there at once when it is shown again. */
  hide(): void {
    const window = this.#window;
    if (window === null) return;
    if (!window.isFullScreen()) {
      window.hide();
      return;
    }
    // macOS leaves a black screen behind where a window is hidden in full screen.
    window.once('leave-full-screen', () => window.hide());
    window.setFullScreen(false);
  }

  /** Nothing that the page says can be seen. */
  get isHidden(): boolean {
    const window = this.#window;
    return window === null || !window.isVisible() || window.isMinimized();
  }

  get isLookedAt(): boolean {
    return !this.isHidden && this.#window?.isFocused() === true;
  }

  #open(): void {
    const { create, mayClose, onLook, onSessionEnd } = this.#options;
    const window = create();
    this.#window = window;
    window.on('close', (event) => {
      if (!mayClose()) event.preventDefault();
    });
    window.once('closed', () => {
      this.#window = null;
    });
    window.on('show', onLook);
    window.on('restore', onLook);
    window.on('focus', onLook);
    window.on('session-end', onSessionEnd);
  }
}
