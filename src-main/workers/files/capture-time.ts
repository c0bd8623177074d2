import { readSync } from 'node:fs';
import exifr from 'exifr';
import type { CaptureTimeOutput } from '../protocol.ts';
import { withRegularFile } from './open-regular.ts';

/** Where cameras put the EXIF block; what lies further back is ExifTool's business. */
const HEAD_BYTES = 512 * 1024;
const EXIF_TIME = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/;

/** When the photo was taken, as the camera wrote it, from the first part of the file alone. */
export async function captureTimeOf(path: string): Promise<CaptureTimeOutput> {
  const head = withRegularFile(path, (descriptor, stats) => {
    const buffer = Buffer.alloc(Math.min(HEAD_BYTES, Number(stats.size)));
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0));
  });
  const tags = await readTags(head);
  return { takenAt: toLocalTime(tags?.DateTimeOriginal) ?? toLocalTime(tags?.CreateDate) };
}

interface TimeTags {
  DateTimeOriginal?: unknown;
  CreateDate?: unknown;
}

async function readTags(head: Uint8Array): Promise<TimeTags | null> {
  try {
    return (
      (await exifr.parse(head, { pick: ['DateTimeOriginal', 'CreateDate'], reviveValues: false })) ?? null
    );
  } catch {
    // Not a format it knows, or a damaged block: for a fast look that is the same as saying nothing.
    return null;
  }
}

function toLocalTime(value: unknown): string | null {
  const match = typeof value === 'string' ? EXIF_TIME.exec(value) : null;
  if (match === null || match[1] === '0000') return null;
  return `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`;
}
