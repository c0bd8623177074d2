import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PREFIX = 'safelight-host-';

/**
 * A private folder (mode 0700) of this process in the system's temporary folder, for aliases of names that image
 * libraries cannot take. It carries our pid, so that what a killed host left behind is found and removed by the next.
 */
export function createScratch(parent: string = os.tmpdir()): { path: string; remove(): void } {
  sweep(parent);
  const folder = mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      // It holds links only: rm removes the links, never what they point to.
      rmSync(path.join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's host; it is theirs to clean.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
