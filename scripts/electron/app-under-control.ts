import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { projectRoot } from '../project-root.ts';

export interface AppUnderControl {
  electron: ElectronApplication;
  /** The app's window. */
  page: Page;
  /** What the app's processes have written to stderr so far. */
  stderr(): string;
  /** Errors of the page that nobody caught, and its `console.error`s. */
  pageErrors(): string[];
  /** Drops files and folders on the window as a file manager does. `target`: CSS selector; default: the whole page. */
  dropFiles(paths: readonly string[], target?: string): Promise<void>;
  /** Closes in order; an app that does not end within 15 s is killed, and that is an error. */
  close(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface LaunchOptions {
  executable: string;
  /** Flags for Electron. */
  args: readonly string[];
  env: Record<string, string>;
  userData: string;
  appArguments: readonly string[];
}

const START_LIMIT_MS = 60_000;
const CLOSE_LIMIT_MS = 15_000;

/** Starts the built app with Playwright at the wheel, and waits for its window to show the page. */
/**
 * A picture is asked for by its version, and is not there any more where it was purged or made anew in that very moment: the
 * page is told of that right after, and shows what is there. Chromium has no other way to say it than an error.
 */
function isPictureGone(url: string, text: string): boolean {
  return url.startsWith('safelight-media://') && text.includes('404');
}

export async function launchApp(options: LaunchOptions): Promise<AppUnderControl> {
  const electron = await _electron.launch({
    executablePath: options.executable,
    args: [...options.args, projectRoot, ...options.appArguments],
    env: { ...options.env, SAFELIGHT_USER_DATA: options.userData, SAFELIGHT_UNATTENDED: '1' },
    timeout: START_LIMIT_MS,
  });
  const child = electron.process();
  const ended = once(child, 'exit');
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const page = await firstPage(electron, ended, () => stderr);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !isPictureGone(url, message.text()))
      pageErrors.push(`${message.text()} ${url}`);
  });
  return {
    electron,
    page,
    stderr: () => stderr,
    pageErrors: () => pageErrors,
    dropFiles: (paths, target) => dropFiles(page, paths, target),
    async close() {
      const closing = electron.close().catch(() => {}); // It was gone already: `ended` tells.
      const late = await Promise.race([
        ended,
        closing.then(() => ended),
        delay(CLOSE_LIMIT_MS, 'late' as const),
      ]);
      if (late !== 'late') return;
      child.kill('SIGKILL');
      throw new Error(
        `the app did not end within ${CLOSE_LIMIT_MS / 1000} s of being closed:\n${stderr.slice(-2000)}`,
      );
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstPage(
  electron: ElectronApplication,
  ended: Promise<unknown>,
  stderr: () => string,
): Promise<Page> {
  const page = await Promise.race([
    electron.firstWindow({ timeout: START_LIMIT_MS }),
    ended.then(() => null),
  ]);
  if (page === null) throw new Error(`the app ended before it showed a window:\n${stderr().slice(-4000)}`);
  await page.waitForLoadState('domcontentloaded');
  return page;
}

/** By Chromium's own input path: the page gets real `File`s, whose paths the preload can tell. */
async function dropFiles(page: Page, paths: readonly string[], target = 'body'): Promise<void> {
  const box = await page.locator(target).first().boundingBox();
  if (box === null) throw new Error(`nothing to drop on: ${target} is not visible`);
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  try {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data });
    }
  } finally {
    await session.detach();
  }
}
