import { statfs } from 'node:fs/promises';
import { AppError } from './app-error.ts';
import { toNative } from './native-path.ts';

const MIB = 1024 * 1024;

export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
}

export async function diskSpace(folder: string): Promise<DiskSpace> {
  const info = await statfs(toNative(folder));
  return { freeBytes: info.bavail * info.bsize, totalBytes: info.blocks * info.bsize };
}

/**
 * What we leave free: the database has to be able to note that the disk is full. At most 32 MiB, on tiny volumes a
 * twentieth of them.
 */
export function reserveBytes(space: DiskSpace): number {
  return Math.min(32 * MIB, Math.max(MIB, Math.floor(space.totalBytes / 20)));
}

/** @throws AppError `disk_full` where writing `bytes` would eat into the reserve */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const space = await diskSpace(folder);
  if (space.freeBytes - bytes < reserveBytes(space)) {
    throw new AppError('disk_full', { detail: `${bytes} bytes needed, ${space.freeBytes} free` });
  }
}
