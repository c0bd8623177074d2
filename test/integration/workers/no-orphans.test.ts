import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeRuntime } from '../../../src-main/workers/entry.ts';
import { commandOf, familyOf, survivors } from './process-tree.ts';

let folder = '';
let photo = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-orphans-'));
  photo = path.join(folder, 'photo.jpg');
  await sharp({ create: { width: 64, height: 48, channels: 3, background: '#358' } })
    .jpeg()
    .toFile(photo);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts an engine, its host and an ExifTool, and names them all. */
async function startFamily(mode: 'idle' | 'busy') {
  const parent = spawn(nodeRuntime(), ['test/fixtures/evil/parent.ts', photo, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const host = Number(line.toString());
  const family = familyOf(host);
  expect(family.map(commandOf).some((command) => command.includes('exiftool'))).toBe(true);
  return { parent, host, family };
}

// `ps` of Windows knows none of this.
describe.skipIf(process.platform === 'win32')('nothing outlives its parent', () => {
  test.each(['idle', 'busy'] as const)('SIGKILL of the engine, %s', async (mode) => {
    const { parent, family } = await startFamily(mode);
    parent.kill('SIGKILL');
    expect(await survivors(family, 5000)).toEqual([]);
  });

  test.each(['idle', 'busy'] as const)('SIGKILL of the host, %s', async (mode) => {
    const { parent, host, family } = await startFamily(mode);
    try {
      process.kill(host, 'SIGKILL');
      expect(await survivors(family, 5000)).toEqual([]);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('SIGTERM of the host alone ends it in good order', async () => {
    const { parent, host, family } = await startFamily('idle');
    try {
      process.kill(host, 'SIGTERM');
      expect(await survivors(family, 5000)).toEqual([]);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});
