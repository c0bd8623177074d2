import { Notification } from 'electron';
import type { NotificationText } from './work-texts.ts';

/** The system keeps older ones, if it does; we need those that can still be clicked. */
const MAX_KEPT = 20;

/** Notifications of the system. A click on one brings the window. */
export class Notifier {
  readonly #onClick: () => void;
  /** Held, because one that is collected as garbage takes its click with it. */
  readonly #kept: Notification[] = [];

  constructor(onClick: () => void) {
    this.#onClick = onClick;
  }

  tell({ title, body }: NotificationText): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', this.#onClick);
    this.#kept.push(notification);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
    notification.show();
  }
}
