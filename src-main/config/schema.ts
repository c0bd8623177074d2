import { z } from 'zod';

const recipe = z.strictObject({
  /** Longest edge in pixels. Smaller pictures are not enlarged. */
  longEdge: z.int().min(64).max(16384),
  format: z.enum(['webp', 'jpeg']),
  quality: z.int().min(1).max(100),
});

/** Defaults are in `resources/config.default.json`; a person's overrides are merged over them, key by key. */
export const configSchema = z.strictObject({
  pipeline: z.strictObject({
    /** Jobs that run at once. Each keeps several items in flight. */
    max_parallel_jobs: z.int().min(1).max(16),
    /** Of these, kept free for the priority lane. */
    priority_lane_slots: z.int().min(0).max(15),
    /** Jobs of this priority or more belong to the priority lane. */
    priority_threshold: z.int().min(0).max(100),
    /** How often a running job says that it lives, in milliseconds. */
    heartbeat_ms: z.int().min(100).max(60_000),
    /** A running job that has said nothing for so long hangs, in seconds of time awake. */
    stale_seconds: z.int().min(5).max(3600),
    max_attempts_default: z.int().min(1).max(20),
  }),
  jobs: z.strictObject({
    /** Jobs waiting or running; beyond it, new work is refused. */
    max_queue_size: z.int().min(1).max(1_000_000),
    max_stored_errors: z.int().min(1).max(100_000),
    retention_days: z.int().min(1).max(3650),
    failed_retention_days: z.int().min(1).max(3650),
  }),
  derivatives: z.strictObject({
    thumbnail: recipe,
    preview: recipe,
    /** Larger pictures are refused: a file of 1 kB can claim gigapixels. */
    maxPixels: z.int().min(1_000_000),
    /** Decoding threads; 0 takes one per processor. */
    threads: z.int().min(0).max(64),
  }),
  exiftool: z.strictObject({
    /** ExifTool processes at most. */
    maxConcurrent: z.int().min(1).max(16),
    taskTimeoutMs: z.int().min(1000).max(600_000),
  }),
  workers: z.strictObject({
    taskTimeoutMs: z.int().min(1000).max(3_600_000),
    /** JavaScript heap of one worker thread, in MiB. */
    threadMemoryMb: z.int().min(64).max(16_384),
  }),
  ui: z.strictObject({ include_maintenance_jobs: z.boolean() }),
});
export type Config = z.infer<typeof configSchema>;
