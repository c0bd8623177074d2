import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, Tray } from 'electron';
import type { Logger } from 'pino';
import type { TrayAction, TrayEntry, TrayIconState, TrayView } from './tray-menu.ts';

/** Panels on Linux want 22 pixels, Windows and macOS 16. */
const SIZE = process.platform === 'linux' ? 22 : 16;

/** The icon in the tray, with its menu. Shows what it is told and says what was clicked. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #act: (action: TrayAction) => void;
  readonly #icons: Record<TrayIconState, NativeImage>;
  #shown: TrayView | null = null;

  private constructor(iconsFolder: string, act: (action: TrayAction) => void) {
    this.#icons = {
      idle: loadIcon(iconsFolder, 'idle'),
      working: loadIcon(iconsFolder, 'working'),
      attention: loadIcon(iconsFolder, 'attention'),
    };
    this.#act = act;
    this.#tray = new Tray(this.#icons.idle);
    // On macOS a click opens the menu.
    if (process.platform !== 'darwin') this.#tray.on('click', () => act('open'));
  }

  /** Null where the system gives none: the app then does without. */
  static create(iconsFolder: string, act: (action: TrayAction) => void, log: Logger): TrayIcon | null {
    try {
      return new TrayIcon(iconsFolder, act);
    } catch (error) {
      log.warn({ err: error }, 'there is no icon in the tray');
      return null;
    }
  }

  /** A menu that is open closes when it is set anew, so it is set only where it says something else. */
  show(view: TrayView): void {
    const before = this.#shown;
    this.#shown = view;
    if (before?.icon !== view.icon) this.#tray.setImage(this.#icons[view.icon]);
    if (before?.tooltip !== view.tooltip) this.#tray.setToolTip(view.tooltip);
    if (JSON.stringify(before?.entries) === JSON.stringify(view.entries)) return;
    this.#tray.setContextMenu(Menu.buildFromTemplate(view.entries.map((entry) => this.#item(entry))));
  }

  #item(entry: TrayEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'line':
        return { label: plain(entry.label), enabled: entry.opens, click: () => this.#act('open') };
      case 'action':
        return {
          id: entry.action,
          label: plain(entry.label),
          enabled: entry.enabled,
          click: () => this.#act(entry.action),
        };
    }
  }
}

function loadIcon(folder: string, state: TrayIconState): NativeImage {
  const image = nativeImage.createFromPath(join(folder, `tray-${state}-${SIZE}.png`));
  const dense = nativeImage.createFromPath(join(folder, `tray-${state}-32.png`));
  image.addRepresentation({ scaleFactor: 32 / SIZE, buffer: dense.toPNG() });
  return image;
}

/** An `&` would vanish, and underline what follows it. */
function plain(label: string): string {
  return process.platform === 'darwin' ? label : label.replaceAll('&', '&&');
}
