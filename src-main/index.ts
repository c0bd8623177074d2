import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { app } from 'electron';
import { createRouter } from './api/router.ts';
import { type App, createApp } from './engine/app.ts';
import { startServer } from './serve/server.ts';
import { setAppMenu } from './shell/app-menu.ts';
import { APP_URL, serveApp } from './shell/app-protocol.ts';
import { Background, trayAvailable } from './shell/background.ts';
import { desktopServices } from './shell/dialogs.ts';
import { servePorts } from './shell/ipc-port.ts';
import { dieLoudly } from './shell/last-words.ts';
import { parseLaunchArguments } from './shell/launch-arguments.ts';
import { LocalApiSwitch } from './shell/local-api.ts';
import { type LogFile, openLogFile } from './shell/log-file.ts';
import { createMainWindow } from './shell/main-window.ts';
import { serveMedia } from './shell/media-protocol.ts';
import { closeBeforeQuit } from './shell/orderly-quit.ts';
import { onWakeUp, watchBattery } from './shell/power.ts';
import { registerSchemes } from './shell/schemes.ts';
import { startedAtLogin } from './shell/start-at-login.ts';

/**
 * The desktop app. The order matters: where data lies, before anything is written; who is the only instance, before
 * anything is opened; the schemes, before Electron is ready.
 */
const { SAFELIGHT_USER_DATA, SAFELIGHT_SQLITE_BINDING, SAFELIGHT_LOG_LEVEL, ELECTRON_RENDERER_URL } =
  process.env;
if (SAFELIGHT_USER_DATA) app.setPath('userData', SAFELIGHT_USER_DATA);

if (app.requestSingleInstanceLock()) {
  registerSchemes();
  const logFile = openLogFile(join(app.getPath('userData'), 'logs'), SAFELIGHT_LOG_LEVEL ?? 'info');
  dieLoudly(logFile);
  // Not caught here: `dieLoudly` is where a start that fails ends up.
  void start(logFile);
} else {
  app.quit(); // The instance that runs already gets our arguments and comes to the front.
}

async function start(logFile: LogFile): Promise<void> {
  const { log } = logFile;
  log.info({ app: app.getVersion(), electron: process.versions.electron, argv: process.argv }, 'starting');
  const root = app.getAppPath();
  const resourcesDir = app.isPackaged ? process.resourcesPath : join(root, 'resources');
  // Only the development server has another address, and only an unpackaged app believes it.
  const pageUrl = (app.isPackaged ? undefined : ELECTRON_RENDERER_URL) ?? APP_URL;
  let background: Background | null = null;
  const window = () => background?.window ?? null;
  const localApi = new LocalApiSwitch();

  const [engine] = await Promise.all([
    createApp({
      settingsFile: join(app.getPath('userData'), 'settings.json'),
      resourcesDir,
      log,
      shell: desktopServices(window, resourcesDir, localApi),
      schedule: true,
      ...(SAFELIGHT_SQLITE_BINDING ? { sqliteBinding: SAFELIGHT_SQLITE_BINDING } : {}),
    }),
    app.whenReady(),
  ]);
  closeBeforeQuit(() => localApi.stop().finally(() => engine.close()), logFile);
  onWakeUp(() => engine.current()?.engine.tick());
  // Before a library is opened: on battery, its maintenance must not even begin.
  await watchBattery((onBattery) => engine.holdMaintenance('battery', onBattery), log);

  serveApp(join(root, 'out', 'renderer'));
  serveMedia((kind, photoId) => engine.mediaFile(kind, photoId));
  const router = createRouter(engine);
  const handler = new RPCHandler(router);
  const isOurs = (contents: Electron.WebContents): boolean => contents === window()?.webContents;
  servePorts(pageUrl, isOurs, (port) => handler.upgrade(port, { context: {} }), log);
  setAppMenu(app.isPackaged);

  const desktop = new Background({
    client: createRouterClient(router, { context: {} }),
    events: engine.events(undefined),
    resourcesDir,
    log,
    createWindow: () => createMainWindow(pageUrl, join(root, 'out', 'preload', 'index.cjs'), log),
    settings: engine.settings,
  });
  background = desktop;
  // Before anything is waited for: a large library takes seconds to open, and who asks for the window in them was
  // left without one, since nobody listened yet.
  app.on('second-instance', (_event, argv, workingFolder) => {
    desktop.show();
    void openNamedLibrary(engine, argv, workingFolder, logFile);
  });
  app.on('activate', () => desktop.show());
  const { background: inBackground } = parseLaunchArguments(process.argv, process.cwd());
  await openNamedLibrary(engine, process.argv, process.cwd(), logFile);
  await localApi.attach({
    listen: () => startServer({ app: engine, token: process.env.SAFELIGHT_TOKEN || undefined }),
    isOn: () => engine.settings.desktop().localApi,
    setOn: (on) => engine.settings.setDesktop({ localApi: on }),
    log,
  });
  // Started at login it keeps out of the way, but only where it can be found again.
  if ((inBackground || startedAtLogin()) && (await trayAvailable())) await openLastLibrary(engine, logFile);
  else desktop.show();

  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** Opens the library that a command line names. One that cannot be opened is told of; the page then asks for another. */
async function openNamedLibrary(engine: App, argv: string[], cwd: string, { log }: LogFile): Promise<void> {
  const { library } = parseLaunchArguments(argv, cwd);
  if (library === null) return;
  try {
    await engine.openLibrary(library, true);
  } catch (error) {
    log.error({ err: error, library }, 'the library named at the start cannot be opened');
    process.stderr.write(`safelight: cannot open ${library}: ${String(error)}\n`);
  }
}

/** Without a window nobody can choose one, and the work of the last one is what the app was started for. */
async function openLastLibrary(engine: App, { log }: LogFile): Promise<void> {
  if (engine.current() !== null) return;
  const last = (await engine.recent()).find(({ available }) => available);
  try {
    if (last !== undefined) await engine.openLibrary(last.root, false);
  } catch (error) {
    log.error({ err: error, library: last?.root }, 'the last library cannot be opened');
  }
}
