import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** An answer takes milliseconds; a bus that hangs must not keep a window from closing. */
const LIMIT_MS = 2000;

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const IS_THERE = 'IsStatusNotifierHostRegistered';

/** One of these is on every Linux desktop. All say `true` or `false` among other words. */
const ASK: readonly [string, readonly string[]][] = [
  [
    'gdbus',
    ['call', '--session', '--timeout', '1', '--dest', WATCHER, '--object-path', WATCHER_PATH].concat([
      '--method',
      `${PROPERTIES}.Get`,
      WATCHER,
      IS_THERE,
    ]),
  ],
  ['busctl', ['--user', '--timeout=1', 'get-property', WATCHER, WATCHER_PATH, WATCHER, IS_THERE]],
  [
    'dbus-send',
    ['--session', '--print-reply', '--reply-timeout=1000', `--dest=${WATCHER}`, WATCHER_PATH].concat([
      `${PROPERTIES}.Get`,
      `string:${WATCHER}`,
      `string:${IS_THERE}`,
    ]),
  ],
];

/**
 * Whether there is a tray to show an icon in. Windows and macOS always have one. On Linux Electron makes an icon
 * whether or not anything shows it, so the desktop is asked. In doubt there is none: then closing the window quits,
 * where otherwise the app would go on without any way to reach it.
 *
 * `SAFELIGHT_TRAY=yes` or `no` is for desktops where this errs, such as those with a tray of the older X11 kind.
 */
export async function isTrayAvailable(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env.SAFELIGHT_TRAY === 'yes') return true;
  if (env.SAFELIGHT_TRAY === 'no') return false;
  if (platform !== 'linux') return true;
  const bus = sessionBus(env);
  if (bus === null) return false; // The tools would start a bus of their own, and ask that.
  for (const [tool, args] of ASK) {
    const answer = await run(tool, args, { ...env, DBUS_SESSION_BUS_ADDRESS: bus });
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}

function sessionBus(env: NodeJS.ProcessEnv): string | null {
  if (env.DBUS_SESSION_BUS_ADDRESS) return env.DBUS_SESSION_BUS_ADDRESS;
  const socket = env.XDG_RUNTIME_DIR === undefined ? null : join(env.XDG_RUNTIME_DIR, 'bus');
  return socket !== null && existsSync(socket) ? `unix:path=${socket}` : null;
}

/** What it printed; `''` where it says that nobody answered, null where there is no such tool. */
function run(tool: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(tool, args, { env, timeout: LIMIT_MS, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else resolve(error.code === 'ENOENT' ? null : '');
    });
  });
}
