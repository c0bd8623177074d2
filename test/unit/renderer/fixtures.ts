import type { PhotoChange } from '../../../src-preload/contract/events.ts';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';

const derivative = {
  status: 'pending',
  path: null,
  version: null,
  width: null,
  height: null,
  reason: null,
} as const;

export function aPhoto(id: number, change: Partial<Photo> = {}): Photo {
  return {
    id,
    projectId: 1,
    project: 'Shoot',
    name: `IMG_${1000 + id}`,
    jpgAvailable: true,
    rawAvailable: false,
    otherAvailable: false,
    keepJpg: true,
    keepRaw: true,
    present: true,
    pending: false,
    rating: 0,
    tags: [],
    title: null,
    caption: null,
    people: [],
    unwritten: false,
    conflict: false,
    takenAt: null,
    takenOffsetMinutes: null,
    takenOffsetSource: null,
    camera: null,
    lens: null,
    latitude: null,
    longitude: null,
    width: null,
    height: null,
    addedAt: 0,
    thumbnail: derivative,
    preview: derivative,
    damage: null,
    files: [],
    ...change,
  };
}

export function aChange(photoId: number, change: Partial<PhotoChange> = {}): PhotoChange {
  return {
    photoId,
    projectId: 1,
    thumbnail: 'ready',
    preview: 'ready',
    thumbnailVersion: 'v1',
    aspect: 1.5,
    added: false,
    removed: false,
    keepJpg: true,
    keepRaw: true,
    jpgAvailable: true,
    rawAvailable: false,
    rating: 0,
    pending: false,
    ...change,
  };
}

export function aTask(change: Partial<Task> = {}): Task {
  return {
    id: 'a',
    type: 'upload_processing',
    label: 'Upload processing',
    scope: 'project',
    projectId: 1,
    projectName: 'Shoot',
    folder: null,
    source: 'user',
    requestedBy: 'person',
    state: 'running',
    priority: 90,
    paused: null,
    waitingFor: null,
    retryable: 0,
    discovering: false,
    progress: { total: 10, processed: 4, succeeded: 4, skipped: 0, failed: 0 },
    eta: null,
    dryRun: false,
    successToast: 'Upload processing completed',
    createdAt: 100,
    startedAt: 100,
    finishedAt: null,
    cancelRequestedAt: null,
    ...change,
  };
}

export function aJob(id: number, change: Partial<Job> = {}): Job {
  return {
    id,
    taskId: 'a',
    taskType: 'upload_processing',
    type: 'upload_postprocess',
    label: 'Processing uploads',
    scope: 'project',
    projectId: 1,
    source: 'user',
    lane: 'priority',
    priority: 90,
    step: 0,
    chunk: 0,
    state: 'running',
    waitingFor: null,
    paused: null,
    discovering: false,
    unstoredErrors: 0,
    heartbeatAt: null,
    progress: { total: 10, processed: 4, succeeded: 4, skipped: 0, failed: 0 },
    attempt: 1,
    maxAttempts: 3,
    crashCount: 0,
    error: null,
    createdAt: 0,
    startedAt: 0,
    finishedAt: null,
    runAt: 0,
    ...change,
  };
}

/** Nothing that a commit would remove. */
export const NO_CHANGES = {
  photos: 0,
  files: 0,
  bytes: 0,
  images: { files: 0, bytes: 0 },
  raws: { files: 0, bytes: 0 },
  others: { files: 0, bytes: 0 },
};
