import { readSync } from 'node:fs';
import path from 'node:path';
import { toAppError } from '../../files/app-error.ts';
import { contentType } from '../../files/content-type.ts';
import type { InspectInput, InspectOutput } from '../protocol.ts';
import type { TaskControl } from '../task-control.ts';
import { hashDescriptor } from './hash-file.ts';
import { withRegularFile } from './open-regular.ts';

type Failed = { error: { code: string; detail: string } };

/** One entry of a list: a file that cannot be read is told as such and spoils nothing for the others. */
export function inspectFile(input: InspectInput, control: TaskControl): InspectOutput | Failed {
  control.step();
  try {
    return withRegularFile(input.path, (descriptor, stats) => {
      const bytes = Number(stats.size);
      const content = contentType({
        size: bytes,
        extension: path.extname(input.path).slice(1),
        read: (offset, length) => readAt(descriptor, offset, length),
      });
      const sha256 = input.hash ? hashDescriptor(descriptor, control).sha256 : null;
      return { bytes, mtimeMs: Number(stats.mtimeNs) / 1e6, content, sha256 };
    });
  } catch (error) {
    const { code, detail } = toAppError(error);
    if (code === 'canceled') throw error;
    return { error: { code, detail: detail ?? '' } };
  }
}

function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(descriptor, buffer, 0, length, offset));
}
