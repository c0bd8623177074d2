import { rename, rm, writeFile } from 'node:fs/promises';
import { AppError, toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';

/**
 * Writes a derivative so that a cut or empty file never has its name. It is not flushed to the disk: it can be made
 * again, and a flush per photo costs more than the photo on a slow disk.
 */
export async function writeDerivative(file: string, data: Buffer, temporary: string): Promise<void> {
  if (data.length === 0) throw new AppError('internal', { detail: 'an empty derivative' });
  const native = toNative(temporary);
  try {
    await writeFile(native, data);
    await rename(native, toNative(file));
  } catch (error) {
    await rm(native, { force: true });
    throw toAppError(error);
  }
}
