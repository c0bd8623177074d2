import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { Task } from '../../src-preload/contract/tasks.ts';
import { Departure, type DepartureOptions } from './departure.ts';
import { Notifier } from './notifier.ts';
import { onShutdown } from './power.ts';
import { TrayIcon } from './tray.ts';
import { type TrayAction, trayView } from './tray-menu.ts';
import { isTrayAvailable } from './tray-probe.ts';
import { WindowKeeper } from './window-keeper.ts';
import { workOfPerson } from './work-state.ts';
import { endText } from './work-texts.ts';
import { type ShellClient, WorkWatch } from './work-watch.ts';

export interface BackgroundOptions {
  client: ShellClient;
  events: AsyncIterable<EventBatch>;
  resourcesDir: string;
  log: Logger;
  createWindow(): BrowserWindow;
  settings: DepartureOptions['settings'];
}

/** Whether the desktop shows icons, now: a tray may come and go with the desktop's extensions. */
export function trayAvailable(): Promise<boolean> {
  return isTrayAvailable(process.platform, process.env);
}

/** Often enough for a number that grows, and seldom enough to read the menu. */
const TRAY_EVERY_MS = 1000;

/** The app beyond its window: the tray, what closing and quitting do, and what is told to who does not see the window. */
export class Background {
  readonly #client: ShellClient;
  readonly #log: Logger;
  readonly #window: WindowKeeper;
  readonly #tray: TrayIcon | null;
  readonly #notifier = new Notifier(() => this.show());
  readonly #watch: WorkWatch;
  readonly #departure: Departure;
  #trayTimer: NodeJS.Timeout | null = null;

  constructor({ client, events, log, resourcesDir, createWindow, settings }: BackgroundOptions) {
    this.#client = client;
    this.#log = log;
    this.#window = new WindowKeeper({
      create: createWindow,
      mayClose: () => this.#departure.mayClose(),
      onLook: () => this.#watch.looked(),
      onSessionEnd: () => this.#departure.force(),
    });
    this.#tray = TrayIcon.create(join(resourcesDir, 'icons'), (action) => void this.#act(action), log);
    this.#watch = new WorkWatch({
      client,
      events,
      log,
      isLooking: () => this.#window.isLookedAt,
      onChange: () => this.#workChanged(),
      onEnded: (task) => this.#tellOfEnd(task),
    });
    this.#departure = new Departure({
      log,
      settings,
      window: () => this.#window.current,
      hideWindow: () => this.#window.hide(),
      work: () => workOfPerson(this.#watch.state),
      stop: (work) => this.#stop(work),
      trayAvailable: async () => this.#tray !== null && (await trayAvailable()),
    });
    onShutdown(() => this.#departure.force());
    this.#drawTray();
    void this.#watch.follow();
  }

  get window(): BrowserWindow | null {
    return this.#window.current;
  }

  /** Brings the window, or makes one. */
  show(): void {
    this.#departure.stay();
    this.#window.show();
  }

  #workChanged(): void {
    this.#departure.workChanged();
    this.#trayTimer ??= setTimeout(() => {
      this.#trayTimer = null;
      this.#drawTray();
    }, TRAY_EVERY_MS);
  }

  #drawTray(): void {
    this.#tray?.show(trayView(this.#watch.state));
  }

  /** Where the window can be seen, it says so itself. */
  #tellOfEnd(task: Task): void {
    const text = this.#window.isHidden ? endText(task) : null;
    if (text !== null) this.#notifier.tell(text);
  }

  async #stop(work: readonly Task[]): Promise<void> {
    for (const { id } of work) {
      try {
        await this.#client.tasks.cancel({ id });
      } catch (error) {
        this.#log.info({ err: error, task: id }, 'not canceled: it has ended meanwhile');
      }
    }
  }

  async #act(action: TrayAction): Promise<void> {
    try {
      await this.#do(action);
    } catch (error) {
      this.#log.warn({ err: error, action }, 'what the tray was asked for could not be done');
      const body = error instanceof Error ? error.message : String(error);
      this.#notifier.tell({ title: 'This could not be done', body });
    }
  }

  async #do(action: TrayAction): Promise<void> {
    switch (action) {
      case 'open':
        return this.show();
      case 'quit':
        return this.#departure.quit();
      case 'pauseAll':
        this.#departure.stay(); // Else the pause of everything would count as its end.
        await this.#client.jobs.pauseAll();
        return;
      case 'resumeAll':
        await this.#client.jobs.resumeAll();
        return;
      case 'runMaintenance':
        await this.#client.maintenance.run({});
        return;
    }
  }
}
