import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-app.ts';
import { importByDrop } from './demo/import-by-drop.ts';
import { printSummary, readSummary } from './demo/summary.ts';
import { launchApp } from './electron/app-under-control.ts';
import { cacheFolder } from './electron/cache-folder.ts';
import { prepareElectron } from './electron/electron-launch.ts';
import { describeElectron } from './electron/electron-runtime.ts';
import { reportToStderr } from './electron/setup-problem.ts';
import { ensureSamples } from './samples/index.ts';

/** For so long toasts and pictures still move into place. */
const SETTLE_MS = 1_000;
/** With a display, for so long the finished window stays to be looked at. */
const LOOK_MS = 6_000;

const say = (line: string): void => console.log(line);

/**
 * `npm run demo`: the whole way of a photo, in the real app: sample photos are dropped on the window, the dialog is
 * confirmed, the work is watched, and what became of each file is told. Nothing of yours is touched.
 * `--screenshot FILE` says where the picture of the window goes, `--keep` leaves the library.
 */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { screenshot: { type: 'string' }, keep: { type: 'boolean', default: false } },
  });
  await buildIfStale(reportToStderr);
  const launch = await prepareElectron(reportToStderr);
  const folder = await mkdtemp(join(tmpdir(), 'safelight-demo-'));
  const library = join(folder, 'Demo library');
  const screenshot = resolve(values.screenshot ?? join(folder, 'demo-screenshot.png'));
  try {
    say(describeElectron(launch.electron));
    const samples = await ensureSamples(join(cacheFolder(), 'samples'), {
      onProgress: (done, total) => {
        if (done === 1 || done === total || done % 5 === 0) say(`drawing sample photos: ${done} of ${total}`);
      },
    });
    const app = await launchApp({
      ...launch,
      executable: launch.electron.executable,
      userData: join(folder, 'user-data'),
      appArguments: ['--library', library],
    });
    try {
      // Playwright tells every page that the system is light, whatever Electron's own theme says.
      await app.page.emulateMedia({ colorScheme: 'dark' });
      for (const drop of samples.drops) {
        say(`dropping ${basename(drop.folder)} (${drop.files} files) on the window`);
        await importByDrop(app, join(samples.folder, drop.folder), say);
      }
      await delay(SETTLE_MS);
      await app.page.screenshot({ path: screenshot });
      if (!launch.virtualDisplay) await delay(LOOK_MS);
    } finally {
      await app.close();
    }
    const summary = await readSummary(library);
    printSummary(summary, samples.folder, say);
    say(`screenshot: ${screenshot}`);
    if (values.keep) say(`library: ${library}`);
    if (summary.files.length === samples.files.length) return 0;
    say(`${samples.files.length} files were dropped, and ${summary.files.length} are accounted for`);
    return 1;
  } finally {
    await launch.close();
    await rm(join(folder, 'user-data'), { recursive: true, force: true });
    if (!values.keep) await rm(library, { recursive: true, force: true });
  }
}
