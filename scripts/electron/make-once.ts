import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Makes `target`, a folder, unless it is there. It appears complete or not at all: `build` fills a temporary folder
 * beside it, which is renamed. Of two processes that want the same folder one builds and the other waits; a builder
 * that died is replaced. The lock only spares the second one the work: if ever both build, the first rename wins.
 */
export async function makeOnce(
  target: string,
  build: (folder: string) => Promise<void>,
  onWait: () => void = () => {},
): Promise<void> {
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true });
  const lock = `${target}.lock`;
  let waited = false;
  while (!(await takeLock(lock))) {
    if (!waited) onWait();
    waited = true;
    await delay(500);
    if (existsSync(target)) return;
  }
  try {
    if (existsSync(target)) return;
    const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    try {
      await build(temporary);
      await rename(temporary, target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  } finally {
    await rm(lock, { force: true });
  }
}

/** True when this process holds the lock now. A lock whose process is gone is removed, to be taken next time. */
async function takeLock(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
  return false;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
