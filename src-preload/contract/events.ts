import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { photoId, projectId, timestampMs } from './common.ts';
import { job, queueStatus } from './jobs.ts';
import { libraryInfo } from './library.ts';
import { derivativeStatus } from './photos.ts';
import { task } from './tasks.ts';

/** What the grid needs to redraw one photo without asking again. */
export const photoChange = z.object({
  photoId,
  projectId,
  thumbnail: derivativeStatus,
  preview: derivativeStatus,
  thumbnailVersion: z.string().nullable(),
  aspect: z.number().nullable(),
  /** True the first time this photo is told of: a list that is shown has to grow. */
  added: z.boolean(),
  /** Nothing of it is in any view any more: it went to the trash, or out of the library. */
  removed: z.boolean(),
  keepJpg: z.boolean(),
  keepRaw: z.boolean(),
  jpgAvailable: z.boolean(),
  rawAvailable: z.boolean(),
  rating: z.int(),
  pending: z.boolean(),
});
export type PhotoChange = z.infer<typeof photoChange>;

/**
 * At most ten batches a second; the end of a task or job goes out at once. `seq` grows by one with each batch: a
 * client that sees a gap, or `reset`, forgets what it knows and asks again.
 */
export const eventBatch = z.object({
  seq: z.int(),
  at: timestampMs,
  reset: z.boolean(),
  /** Present on `reset`: the library that is open now, null when none is. */
  library: libraryInfo.nullable().optional(),
  tasks: z.array(task),
  jobs: z.array(job),
  photos: z.array(photoChange),
  projectsChanged: z.boolean(),
  /** Present when what holds everything back has changed, and on `reset` while a library is open. */
  queue: queueStatus.nullable().optional(),
  /** The settings have changed. */
  settingsChanged: z.boolean().optional(),
});
export type EventBatch = z.infer<typeof eventBatch>;

export const eventsContract = {
  /** The first batch is always a `reset`. A new one follows whenever a library is opened or closed. */
  stream: oc.route({ method: 'GET', path: '/events' }).output(eventIterator(eventBatch)),
};
