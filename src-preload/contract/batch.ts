import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, photoId, progressCounts, projectId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors, uploadErrors } from './errors.ts';
import { problem } from './photos.ts';
import { itemState } from './states.ts';
import { task } from './tasks.ts';

/**
 * What is done with each file that matches:
 * index: it is looked at, and what it is is listed · import: taken into a project · derivatives, metadata_import,
 * metadata_write, verify: done for the photo of the library that it belongs to; files of no photo are left out.
 */
export const scanAction = z.enum([
  'index',
  'import',
  'derivatives',
  'metadata_import',
  'metadata_write',
  'verify',
]);
export type ScanAction = z.infer<typeof scanAction>;

export const scanPriority = z.enum(['low', 'normal', 'high']);
export type ScanPriority = z.infer<typeof scanPriority>;

/** A glob. One with a slash is about the path below the scanned folder, one without about the name alone. */
const glob = z.string().max(500);

export const scanFilters = z.strictObject({
  /** Files of at least so many MB (1,048,576 bytes). */
  minSizeMb: z.number().nonnegative().max(1e9).optional(),
  /** Files changed within so many days before the scan was asked for. */
  maxAgeDays: z.number().nonnegative().max(1e6).optional(),
  /** Files and whole folders that match one of these are left out. */
  excludePatterns: z.array(glob).max(100).default([]),
});
export type ScanFilters = z.infer<typeof scanFilters>;

const scanFields = {
  /** Folder to scan, absolute. */
  path: z.string().min(1).max(8192),
  recursive: z.boolean().default(true),
  pattern: glob.default('**/*'),
  ignoreCase: z.boolean().default(true),
  filters: scanFilters.default({ excludePatterns: [] }),
  action: scanAction.default('index'),
  /** `index`: also read each file whole and tell its SHA-256. */
  hash: z.boolean().default(false),
  /** `import`: the project that takes the files in. */
  projectId: projectId.optional(),
  priority: scanPriority.default('normal'),
};
export const scanParams = z.strictObject(scanFields);
export type ScanParams = z.infer<typeof scanParams>;

/** One file that matched, and what came or would come of it. */
export const scannedFile = z.object({
  path: z.string(),
  bytes: z.int().nullable(),
  modifiedAt: timestampMs.nullable(),
  /** What it gets; null where it is left out, and `problem` says why. */
  action: scanAction.nullable(),
  photoId: photoId.nullable(),
  problem: problem.nullable(),
});
export type ScannedFile = z.infer<typeof scannedFile>;

export const scanResult = scannedFile.extend({
  state: itemState,
  /** By its content, such as `jpeg`; null where the action needs no look at it. */
  format: z.string().nullable(),
  sha256: z.string().nullable(),
  durationMs: z.int().nullable(),
});
export type ScanResult = z.infer<typeof scanResult>;

export const scanPreview = z.object({
  /** The dry run that goes on where there is more than one look can tell; null where this is all of it. */
  taskId: taskId.nullable(),
  /** Files looked at, and those of them that match; so far, where `taskId` says that it goes on. */
  looked: z.int(),
  matched: z.int(),
  bytes: z.int(),
  /** The first of those that match. */
  files: z.array(scannedFile),
});
export type ScanPreview = z.infer<typeof scanPreview>;

export const scanReport = z.object({
  task,
  params: scanParams.extend({ dryRun: z.boolean() }),
  /** Files looked at; those that match are the items that `counts` tells of. */
  looked: z.int(),
  counts: progressCounts.extend({ remaining: z.int(), percent: z.number().nullable() }),
  /** Middle of the range that the task tells; null while nobody knows. */
  etaSeconds: z.int().nullable(),
  /** Tasks that the scan has started: they do what it was asked for. */
  follows: z.array(task),
  results: z.array(scanResult),
  /** Results in all, of the states asked for. */
  total: z.int(),
  /** The `after` of the following page, null on the last. */
  next: z.int().nullable(),
});
export type ScanReport = z.infer<typeof scanReport>;

const recipeFields = {
  ...scanFields,
  name: z.string().trim().min(1).max(100),
  /** When it runs by itself, in cron's notation of five fields, local time. Default: only when asked to. */
  schedule: z.string().max(100).nullable().default(null),
};
export const recipeInput = z.strictObject(recipeFields);
export type RecipeInput = z.infer<typeof recipeInput>;

export const recipe = z.strictObject({
  ...recipeFields,
  id: z.int().positive(),
  createdAt: timestampMs,
  updatedAt: timestampMs,
});
export type Recipe = z.infer<typeof recipe>;

const started = z.object({ taskId });
const starting = {
  ...commonErrors,
  ...jobErrors,
  PATH_UNREADABLE: uploadErrors.PATH_UNREADABLE,
};
const named = z.object({ id: z.int().positive() });

export const batchContract = {
  /** Everything that can be wrong with it is said before anything is stored. */
  start: oc
    .route({ path: '/batch', ...ACCEPTED })
    .input(scanParams.extend({ dryRun: z.boolean().default(false) }))
    .output(started)
    .errors(starting),
  /** What `start` would find and do; changes nothing. A large folder is looked through by a task that is a dry run. */
  preview: oc
    .input(scanParams.extend({ limit: z.int().min(1).max(1000).default(100) }))
    .output(scanPreview)
    .errors(starting),
  get: oc
    .route({ method: 'GET', path: '/batch/{taskId}' })
    .input(
      z.object({
        taskId,
        states: z.array(itemState).optional(),
        after: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(2000).default(200),
      }),
    )
    .output(scanReport)
    .errors(commonErrors),
  /** Durable before it answers. What the scan has started is canceled with it. */
  cancel: oc
    .route({ method: 'DELETE', path: '/batch/{taskId}' })
    .input(z.object({ taskId }))
    .output(z.object({ task, processedBefore: z.int() }))
    .errors({ ...commonErrors, ...jobErrors }),
  recipes: {
    list: oc.output(z.array(recipe)).errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
    /** A recipe of this name is replaced. */
    save: oc.input(recipeInput).output(recipe).errors(starting),
    remove: oc.input(named).output(z.object({})).errors(commonErrors),
    run: oc
      .route(ACCEPTED)
      .input(named.extend({ dryRun: z.boolean().default(false) }))
      .output(started)
      .errors(starting),
  },
};
