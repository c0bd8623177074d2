import { z } from 'zod';

/**
 * Messages between the engine and the host. They go as JSON: the two run different versions of V8, whose own
 * serialisation ('advanced') is not promised to be readable by an older one, and all that travels is plain data.
 */
const wireError = z.object({
  code: z.string().min(1),
  detail: z.string().optional(),
  retry: z.enum(['never', 'later', 'now']),
});

export const TASK_NAMES = [
  'inspect',
  'captureTime',
  'copy',
  'hash',
  'render',
  'exif',
  'description',
  'descriptions',
  'writeDescription',
  'tags',
  'extractPreview',
] as const;

export const hostSettings = z.object({
  threads: z.object({
    files: z.int().min(1).max(64),
    derivatives: z.int().min(1).max(256),
    exif: z.int().min(1).max(64),
  }),
  /** JavaScript heap of one thread, in MB. Pixels are not in it. */
  threadMemoryMb: z.int().min(16),
  /** How long a thread that was told to end may take before the whole host has to go. */
  graceMs: z.int().min(1),
  /** Time limit of one ExifTool command. */
  exifToolTimeoutMs: z.int().min(100),
  entries: z.object({ files: z.string(), derivatives: z.string(), exif: z.string() }),
});
export type HostSettings = z.infer<typeof hostSettings>;

export const toHost = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run'),
    id: z.int(),
    name: z.enum(TASK_NAMES),
    input: z.unknown(),
    timeoutMs: z.int().min(1),
  }),
  z.object({ type: z.literal('cancel'), id: z.int() }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('close') }),
]);
export type ToHost = z.infer<typeof toHost>;

export const fromHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('done'), id: z.int(), output: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.int(), error: wireError }),
  /** The thread of this task does not end: it hangs in native code, and only the host's end can stop it. */
  z.object({ type: z.literal('stuck'), id: z.int(), error: wireError }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warn', 'error']), message: z.string() }),
]);
export type FromHost = z.infer<typeof fromHost>;
