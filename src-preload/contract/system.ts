import { oc } from '@orpc/contract';
import { z } from 'zod';
import { settingsErrors } from './settings.ts';
import { jobState } from './states.ts';

/** How the app behaves on this person's desktop. */
export const desktopSettings = z.object({
  /** Closing the window leaves the app at work in the tray. */
  keepInTray: z.boolean(),
  startAtLogin: z.boolean(),
  /** False where the desktop has no tray: closing the window then quits, whatever `keepInTray` says. */
  trayAvailable: z.boolean(),
});
export type DesktopSettings = z.infer<typeof desktopSettings>;

/** Whether other programs of this machine may use the open library through this app. */
export const localApi = z.object({
  /** What a person chose; it may be on and not be there, see `problem`. */
  on: z.boolean(),
  /** `http://127.0.0.1:PORT`, null while nothing listens. */
  url: z.string().nullable(),
  /** New with each start. */
  token: z.string().nullable(),
  /** Why nothing listens although it is on, as a problem code. */
  problem: z.string().nullable(),
});
export type LocalApi = z.infer<typeof localApi>;

const noWindow = { NO_WINDOW: { status: 501, message: 'There is no window to ask in' } };

export const systemContract = {
  health: oc.route({ method: 'GET', path: '/health' }).output(
    z.object({
      version: z.string(),
      /** null outside the app (CLI, `serve`, tests). */
      electron: z.string().nullable(),
      node: z.string(),
      platform: z.string(),
      library: z.string().nullable(),
      jobs: z.record(jobState, z.int()).nullable(),
      workers: z.object({ running: z.boolean(), pid: z.int().nullable(), restarts: z.int() }).nullable(),
    }),
  ),
  /** Asks the person for a folder. Null when they closed the dialog. */
  chooseFolder: oc
    .input(z.object({ title: z.string().max(200) }))
    .output(z.string().nullable())
    .errors(noWindow),
  /** Where a first library would go, and the sample photos, if they are there. */
  places: oc.output(z.object({ suggestedLibrary: z.string(), samples: z.string().nullable() })),
  desktop: oc.output(desktopSettings).errors(noWindow),
  setDesktop: oc
    .input(desktopSettings.pick({ keepInTray: true, startAtLogin: true }).partial())
    .output(desktopSettings)
    .errors({ ...noWindow, ...settingsErrors }),
  localApi: oc.output(localApi).errors(noWindow),
  setLocalApi: oc
    .input(z.object({ on: z.boolean() }))
    .output(localApi)
    .errors(noWindow),
  /** To the clipboard, which a page may not write to. False where nothing listens. */
  copyLocalApi: oc
    .input(z.object({ what: z.enum(['url', 'token']) }))
    .output(z.boolean())
    .errors(noWindow),
  /** Shows a file of the open library, or of a finished task, in the system's file manager. */
  reveal: oc
    .input(z.object({ path: z.string().max(8192) }))
    .output(z.void())
    .errors({
      ...noWindow,
      NOT_FOUND: { status: 404, message: 'This file is not there' },
    }),
};
