import { lstat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { problemText } from '../../src-preload/contract/problem-texts.ts';
import type { DesktopSettings } from '../../src-preload/contract/system.ts';
import type { App } from '../engine/app.ts';
import { toAppError } from '../files/app-error.ts';
import { toNative } from '../files/native-path.ts';
import { countJobsByState } from '../jobs/sql/counts.ts';
import { version } from '../version.ts';
import type { Implementer } from './implementer.ts';

export function systemProcedures(os: Implementer, app: App) {
  return {
    health: os.system.health.handler(() => {
      const engine = app.current()?.engine ?? null;
      return {
        version,
        electron: app.shell?.versions.electron ?? null,
        node: process.versions.node,
        platform: process.platform,
        library: engine?.paths.root ?? null,
        jobs: engine === null ? null : countJobsByState(engine.db),
        workers: app.workers.status(),
      };
    }),
    chooseFolder: os.system.chooseFolder.handler(async ({ input, errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      return await app.shell.chooseFolder(input.title);
    }),
    places: os.system.places.handler(
      () =>
        app.shell?.places() ?? { suggestedLibrary: join(homedir(), 'Pictures', 'Safelight'), samples: null },
    ),
    desktop: os.system.desktop.handler(async ({ errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      return await desktopSettings(app, app.shell);
    }),
    setDesktop: os.system.setDesktop.handler(async ({ input, errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      const { keepInTray, startAtLogin } = input;
      try {
        if (startAtLogin !== undefined) await app.shell.setStartAtLogin(startAtLogin);
        if (keepInTray !== undefined) app.settings.setDesktop({ keepInTray });
      } catch (error) {
        app.log.warn({ err: error, input }, 'a setting of the desktop could not be changed');
        const message = problemText({ code: toAppError(error).code }).sentence;
        throw errors.SETTINGS_INVALID({ data: { issues: [{ path: '', message }] }, cause: error });
      }
      return await desktopSettings(app, app.shell);
    }),
    localApi: os.system.localApi.handler(({ errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      return app.shell.localApi.status();
    }),
    setLocalApi: os.system.setLocalApi.handler(async ({ input, errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      return await app.shell.localApi.set(input.on);
    }),
    copyLocalApi: os.system.copyLocalApi.handler(({ input, errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      return app.shell.localApi.copy(input.what);
    }),
    reveal: os.system.reveal.handler(async ({ input, errors }) => {
      if (app.shell === null) throw errors.NO_WINDOW();
      try {
        await lstat(toNative(input.path));
      } catch (error) {
        throw errors.NOT_FOUND({ cause: error });
      }
      await app.shell.reveal(input.path);
    }),
  };
}

async function desktopSettings(app: App, shell: NonNullable<App['shell']>): Promise<DesktopSettings> {
  const [startAtLogin, trayAvailable] = await Promise.all([shell.startsAtLogin(), shell.trayAvailable()]);
  return { keepInTray: app.settings.desktop().keepInTray, startAtLogin, trayAvailable };
}

export function eventProcedures(os: Implementer, app: App) {
  return {
    stream: os.events.stream.handler(async function* ({ signal }) {
      yield* app.events(signal);
    }),
  };
}
