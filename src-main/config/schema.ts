import { z } from 'zod';

const recipe = z.strictObject({
  longEdge: z.int().min(64).max(16384).describe('Longest edge in pixels. Smaller pictures are not enlarged.'),
  format: z.enum(['webp', 'jpeg']).describe('Format of the file.'),
  quality: z.int().min(1).max(100).describe('Quality of the encoder, 1 to 100.'),
});

/**
 * Defaults are in `resources/config.default.json`; a person's overrides are merged over them, key by key. What a key
 * means is said with `describe`, because docs/reference.md is made from it.
 */
export const configSchema = z.strictObject({
  pipeline: z.strictObject({
    max_parallel_jobs: z
      .int()
      .min(1)
      .max(16)
      .describe('Jobs that run at once. Each keeps several items in flight.'),
    priority_lane_slots: z.int().min(0).max(15).describe('Of these, kept free for the priority lane.'),
    priority_threshold: z
      .int()
      .min(0)
      .max(100)
      .describe('Jobs of this priority or more belong to the priority lane.'),
    heartbeat_ms: z
      .int()
      .min(100)
      .max(60_000)
      .describe('How often a running job says that it lives, in milliseconds.'),
    stale_seconds: z
      .int()
      .min(5)
      .max(86_400)
      .describe(
        'Silence after which an item that calls no worker is taken for hanging, in seconds. Sleep does not count.',
      ),
    max_attempts_default: z.int().min(1).max(20).describe('Tries of an item whose error may pass.'),
  }),
  jobs: z.strictObject({
    max_queue_size: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe('Jobs waiting or running; beyond it, new work is refused.'),
    max_concurrent: z
      .record(z.string(), z.int().min(1).max(16))
      .describe(
        'Jobs of one type that run at once, by job type. Types that are not named have no limit of their own.',
      ),
    max_stored_errors: z
      .int()
      .min(0)
      .max(1_000_000)
      .describe(
        'Failed items of a job whose message is stored; those of the others are in the log file, and counted.',
      ),
    retention_days: z
      .int()
      .min(1)
      .max(3650)
      .describe('Days that completed and canceled tasks are kept. Statistics are kept for ever.'),
    failed_retention_days: z.int().min(1).max(3650).describe('Days that failed tasks are kept.'),
  }),
  trash: z.strictObject({
    retention_days: z
      .int()
      .min(1)
      .max(3650)
      .describe('Days that removed files stay in the trash before maintenance removes them for good.'),
  }),
  sync: z.strictObject({
    allowManualImport: z.boolean().describe('Allow a person to start reading metadata from files.'),
    allowManualWrite: z.boolean().describe('Allow a person to start writing metadata to files.'),
  }),
  derivatives: z.strictObject({
    thumbnail: recipe,
    preview: recipe,
    maxPixels: z
      .int()
      .min(1_000_000)
      .describe('Larger pictures are refused: a file of 1 kB can claim gigapixels.'),
    threads: z.int().min(0).max(64).describe('Decoding threads; 0 takes one per processor.'),
  }),
  exif: z.strictObject({
    readPreference: z
      .enum(['sidecar-first', 'embedded-first'])
      .describe('Which of the two counts where a sidecar and its picture say different things.'),
    writeMode: z
      .enum(['sidecar-only', 'embedded-only', 'both'])
      .describe(
        'Where metadata is written: beside the picture, into it, or both. Makers’ RAW files are never written into; DNG is.',
      ),
  }),
  exiftool: z.strictObject({
    maxConcurrent: z.int().min(1).max(16).describe('ExifTool processes at most.'),
    taskTimeoutMs: z
      .int()
      .min(1000)
      .max(600_000)
      .describe('Time limit of one ExifTool command, in milliseconds.'),
  }),
  workers: z.strictObject({
    taskTimeoutMs: z
      .int()
      .min(1000)
      .max(3_600_000)
      .describe('Time limit of one worker task, in milliseconds.'),
    threadMemoryMb: z.int().min(64).max(16_384).describe('JavaScript heap of one worker thread, in MiB.'),
  }),
  maintenance: z.strictObject({
    mass_loss_percent: z
      .number()
      .min(0)
      .max(100)
      .describe(
        'Files of the library, in percent, that may be found missing at once, or with another picture in their place (ten always may). Where it is more, the check stops and asks.',
      ),
    forget_missing_days: z
      .int()
      .min(1)
      .max(3650)
      .describe(
        'Days after which a missing file is forgotten, if nobody has rated, tagged or rejected its photo.',
      ),
    verify_mb_per_run: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe('Data that one run reads to compare it with its stored hashes, in MiB.'),
    watch_folders: z
      .boolean()
      .describe('Watch the project folders, and check them soon after something changed there.'),
  }),
  ui: z.strictObject({
    include_maintenance_jobs: z.boolean().describe('Show the work of maintenance in the tasks panel.'),
  }),
});
export type Config = z.infer<typeof configSchema>;
