import { workerData } from 'node:worker_threads';
import { ExifToolSession } from '../exif/exif-tool-session.ts';
import { extractPreview as extract } from '../exif/extract-preview.ts';
import { readDescription } from '../exif/read-description.ts';
import { readEssentialExif } from '../exif/read-essential-exif.ts';
import type {
  DescriptionOutput,
  ExifInput,
  ExifOutput,
  ExtractPreviewInput,
  ExtractPreviewOutput,
} from '../protocol.ts';
import type { Reply } from '../reply.ts';
import { reply } from '../reply.ts';
import type { ThreadJob } from '../thread-pool.ts';

const { scratch, exifToolTimeoutMs } = workerData as { scratch: string; exifToolTimeoutMs: number };
const session = new ExifToolSession({ scratch, timeoutMs: exifToolTimeoutMs });

/** What an `exif` thread can be asked. Each of them owns one ExifTool, which stays open from file to file. */
export function exif(job: ThreadJob<ExifInput>): Promise<Reply<ExifOutput>> {
  return reply(() => readEssentialExif(session, job.input));
}

export function description(job: ThreadJob<{ path: string }>): Promise<Reply<DescriptionOutput>> {
  return reply(() => readDescription(session, job.input.path));
}

export function extractPreview(job: ThreadJob<ExtractPreviewInput>): Promise<Reply<ExtractPreviewOutput>> {
  return reply(() => extract(session, job.input, job.temporarySuffix));
}
