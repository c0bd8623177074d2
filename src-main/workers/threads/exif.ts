import { workerData } from 'node:worker_threads';
import { ExifToolSession } from '../exif/exif-tool-session.ts';
import { extractPreview as extract } from '../exif/extract-preview.ts';
import { readDescription, readDescriptions } from '../exif/read-description.ts';
import { readEssentialExif } from '../exif/read-essential-exif.ts';
import { readTags } from '../exif/read-tags.ts';
import { writeDescription as write } from '../exif/write-description.ts';
import type {
  DescriptionAnswer,
  DescriptionInput,
  DescriptionOutput,
  ExifInput,
  ExifOutput,
  ExtractPreviewInput,
  ExtractPreviewOutput,
  TagOutput,
  WriteDescriptionInput,
  WriteDescriptionOutput,
} from '../protocol.ts';
import type { Reply } from '../reply.ts';
import { reply } from '../reply.ts';
import { TaskControl } from '../task-control.ts';
import type { ThreadJob } from '../thread-pool.ts';

const { scratch, exifToolTimeoutMs } = workerData as { scratch: string; exifToolTimeoutMs: number };
const session = new ExifToolSession({ scratch, timeoutMs: exifToolTimeoutMs });

/** What an `exif` thread can be asked. Each of them owns one ExifTool, which stays open from file to file. */
export function exif(job: ThreadJob<ExifInput>): Promise<Reply<ExifOutput>> {
  return reply(() => readEssentialExif(session, job.input));
}

export function description(job: ThreadJob<DescriptionInput>): Promise<Reply<DescriptionOutput>> {
  return reply(() => readDescription(session, job.input));
}

export function descriptions(
  job: ThreadJob<{ paths: string[]; isJpeg: boolean }>,
): Promise<Reply<DescriptionAnswer[]>> {
  return reply(() => readDescriptions(session, job.input));
}

export function tags(job: ThreadJob<{ path: string }>): Promise<Reply<TagOutput[]>> {
  return reply(() => readTags(session, job.input.path));
}

export function writeDescription(
  job: ThreadJob<WriteDescriptionInput>,
): Promise<Reply<WriteDescriptionOutput>> {
  return reply(() => write(session, job.input, new TaskControl(job.control)));
}

export function extractPreview(job: ThreadJob<ExtractPreviewInput>): Promise<Reply<ExtractPreviewOutput>> {
  return reply(() => extract(session, job.input, job.temporarySuffix));
}
