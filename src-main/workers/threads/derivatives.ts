import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { renderPhoto } from '../derivatives/render-photo.ts';
import type { RenderOutput } from '../protocol.ts';
import type { RenderJob } from '../render-task.ts';
import type { Reply } from '../reply.ts';
import { reply } from '../reply.ts';
import type { ThreadJob } from '../thread-pool.ts';

// One photo, one processor: as many photos as threads are in work, and libvips would otherwise give each of them all
// processors. Its cache keeps open files and pixels of photos that nobody asks for a second time.
sharp.concurrency(1);
sharp.cache(false);

const { scratch } = workerData as { scratch: string };

/** What a `derivatives` thread can be asked. */
export function render(job: ThreadJob<RenderJob>): Promise<Reply<RenderOutput>> {
  return reply(() => renderPhoto(job.input, { scratch, temporarySuffix: job.temporarySuffix }));
}
