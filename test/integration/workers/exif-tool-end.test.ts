import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import { commandOf, familyOf, survivors } from './process-tree.ts';

const isExifTool = (pid: number): boolean => commandOf(pid).includes('exiftool');

test.skipIf(process.platform === 'win32')(
  'an ExifTool that hangs is ended and the next file is read by a new one',
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-hang-'));
    const host = createWorkerHost({
      exifThreads: 1,
      filesThreads: 1,
      derivativesThreads: 1,
      exifToolTimeoutMs: 700,
    });
    try {
      const photo = path.join(folder, 'photo.jpg');
      await sharp({ create: { width: 64, height: 48, channels: 3, background: '#358' } })
        .jpeg()
        .toFile(photo);
      const read = () => host.run('exif', { path: photo, content: { kind: 'image', format: 'jpeg' } });
      await read();
      const first = familyOf(host.status().pid ?? 0).filter(isExifTool);
      expect(first).toHaveLength(1);

      process.kill(first[0] ?? 0, 'SIGSTOP');
      await expect(read()).rejects.toMatchObject({ code: 'worker_timeout', retry: 'now' });
      // SIGTERM waits at a stopped process, SIGKILL does not.
      expect(await survivors(first, 5000)).toEqual([]);

      await expect(read()).resolves.toMatchObject({ width: 64, height: 48 });
      expect(host.status().restarts).toBe(0);
    } finally {
      await host.close();
      rmSync(folder, { recursive: true });
    }
  },
);

test.skipIf(process.platform === 'win32')('closing the host ends its ExifTools', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-close-'));
  const host = createWorkerHost({ exifThreads: 2, filesThreads: 1, derivativesThreads: 1 });
  try {
    const photo = path.join(folder, 'photo.jpg');
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#358' } })
      .jpeg()
      .toFile(photo);
    const read = () => host.run('exif', { path: photo, content: { kind: 'image', format: 'jpeg' } });
    await Promise.all([read(), read()]);
    const family = familyOf(host.status().pid ?? 0);
    expect(family.filter(isExifTool)).toHaveLength(2);
    await host.close();
    expect(await survivors(family, 3000)).toEqual([]);
  } finally {
    await host.close();
    rmSync(folder, { recursive: true });
  }
});
