import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { AppError, toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import type { CopyInput, CopyOutput } from '../protocol.ts';
import type { TaskControl } from '../task-control.ts';
import { appear } from './appear.ts';
import { eachBlock, hashFile } from './hash-file.ts';
import { withRegularFile } from './open-regular.ts';

/**
 * Copies one original. When this returns, the target is on the disk, whole, and has been read back; when it throws,
 * there is nothing under the target's name that was not there before, and the temporary file is gone.
 */
export function copyFile(input: CopyInput, control: TaskControl): CopyOutput {
  return withRegularFile(input.source, (source, before) => {
    const temporary = createExclusive(input.temporary);
    try {
      const copied = fill(temporary, source, before, control);
      finish(temporary, input.mtimeMs);
      const readBack = hashFile(input.temporary, control);
      if (readBack.sha256 !== copied.sha256) {
        throw new AppError('copy_mismatch', { detail: path.basename(input.target), retry: 'later' });
      }
      appear(input.temporary, input.target);
      return copied;
    } catch (error) {
      rmSync(toNative(input.temporary), { force: true });
      throw toAppError(error);
    }
  });
}

function createExclusive(file: string): number {
  try {
    return openSync(toNative(file), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  } catch (error) {
    throw toAppError(error);
  }
}

function fill(target: number, source: number, before: BigIntStats, control: TaskControl): CopyOutput {
  const hash = createHash('sha256');
  try {
    const bytes = eachBlock(source, control, (block) => {
      hash.update(block);
      for (let written = 0; written < block.length; ) written += writeSync(target, block, written);
    });
    const after = fstatSync(source, { bigint: true });
    if (BigInt(bytes) !== before.size || after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
      throw new AppError('source_changed', { retry: 'later' });
    }
    return { sha256: hash.digest('hex'), bytes };
  } catch (error) {
    closeSync(target);
    throw error;
  }
}

function finish(target: number, mtimeMs: number): void {
  try {
    futimesSync(target, mtimeMs / 1000, mtimeMs / 1000);
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
}
