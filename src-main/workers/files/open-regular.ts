import type { BigIntStats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { AppError, toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';

/**
 * Opens a file for reading, hands it to `use` and closes it. Anything that is no regular file is refused: a pipe or
 * a device would block the thread for ever. It is opened without blocking for the same reason.
 */
export function withRegularFile<T>(path: string, use: (descriptor: number, stats: BigIntStats) => T): T {
  let descriptor: number;
  try {
    descriptor = openSync(toNative(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw toAppError(error);
  }
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    if (stats.isDirectory()) throw new AppError('is_a_directory');
    if (!stats.isFile()) throw new AppError('not_a_file');
    return use(descriptor, stats);
  } finally {
    closeSync(descriptor);
  }
}
