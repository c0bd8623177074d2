import { BrowserWindow, type Session } from 'electron';
import type { Logger } from 'pino';
import { isTrustedPage } from './trusted-page.ts';

/** Reloads a page whose process died, but not for ever: a page that dies at once would loop. */
const RELOAD_PAUSE_MS = 10_000;

/** The one window. It shows the app's page and can be led nowhere else. */
export function createMainWindow(pageUrl: string, preload: string, log: Logger): BrowserWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 640,
    minHeight: 420,
    show: false,
    backgroundColor: '#17181b',
    autoHideMenuBar: true,
    title: 'Safelight',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A drop on the page is the page's: it must not replace the page by the dropped picture.
      navigateOnDragDrop: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  keepOnPage(window, pageUrl, log);
  denyPermissions(window.webContents.session);
  watchPage(window, log);
  void window.loadURL(pageUrl).catch((error: unknown) => log.error({ err: error }, 'the page did not load'));
  return window;
}

function keepOnPage(window: BrowserWindow, pageUrl: string, log: Logger): void {
  const contents = window.webContents;
  contents.on('will-navigate', (event) => {
    if (isTrustedPage(event.url, pageUrl)) return; // A reload.
    event.preventDefault();
    log.warn({ url: event.url }, 'navigation denied');
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log.warn({ url }, 'new window denied');
    return { action: 'deny' };
  });
}

/** The app needs none of what a page can ask permission for (camera, location, notifications, …). */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

function watchPage(window: BrowserWindow, log: Logger): void {
  let lastReload = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error({ details }, 'the page died');
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    if (now - lastReload < RELOAD_PAUSE_MS) return;
    lastReload = now;
    window.webContents.reload();
  });
  window.on('unresponsive', () => log.warn('the page does not answer'));
  window.on('responsive', () => log.info('the page answers again'));
}
