import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOnce } from '../../../scripts/electron/make-once.ts';

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelight-once-'));
  target = join(folder, 'deep', 'thing');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('making a folder once', () => {
  it('builds the first time only', async () => {
    let builds = 0;
    const build = async (into: string): Promise<void> => {
      builds += 1;
      await writeFile(join(into, 'file'), 'content');
    };
    await makeOnce(target, build);
    await makeOnce(target, build);
    expect(builds).toBe(1);
    expect(readFileSync(join(target, 'file'), 'utf8')).toBe('content');
  });

  it('lets nobody see a half-built folder', async () => {
    await makeOnce(target, async (into) => {
      await writeFile(join(into, 'file'), 'content');
      expect(existsSync(target)).toBe(false);
    });
    expect(readdirSync(join(folder, 'deep'))).toEqual(['thing']);
  });

  it('leaves nothing behind when the build fails, and builds again next time', async () => {
    await expect(makeOnce(target, () => Promise.reject(new Error('no network')))).rejects.toThrow(
      'no network',
    );
    expect(readdirSync(join(folder, 'deep'))).toEqual([]);
    await makeOnce(target, (into) => writeFile(join(into, 'file'), ''));
    expect(existsSync(target)).toBe(true);
  });

  it('of two at once builds one, and the other waits for it', async () => {
    let builds = 0;
    let waits = 0;
    const make = (): Promise<void> =>
      makeOnce(
        target,
        async () => {
          builds += 1;
          await delay(40);
        },
        () => {
          waits += 1;
        },
      );
    await Promise.all([make(), make()]);
    expect({ builds, waits }).toEqual({ builds: 1, waits: 1 });
  });

  it('takes over from a builder that died', async () => {
    const deadPid = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    await makeOnce(join(folder, 'other'), async () => {});
    writeFileSync(join(folder, 'thing.lock'), String(deadPid));
    await makeOnce(join(folder, 'thing'), (into) => writeFile(join(into, 'file'), ''));
    expect(existsSync(join(folder, 'thing', 'file'))).toBe(true);
    expect(existsSync(join(folder, 'thing.lock'))).toBe(false);
  });
});
