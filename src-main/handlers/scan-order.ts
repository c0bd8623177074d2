import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { type ScanAction, type ScanPriority, scanParams } from '../../src-preload/contract/batch.ts';
import type { Config } from '../config/schema.ts';
import { globProblem } from '../library/glob.ts';

/** What the jobs of a scan are told. `path` is the real one, by which two scans of one folder are told to be the same. */
export const scanOrder = scanParams
  .extend({
    dryRun: z.boolean().default(false),
    /** The path as the person named it, under which files are told of. Default: `path`. */
    shown: z.string().optional(),
  })
  .superRefine((order, context) => {
    const refuse = (path: (string | number)[], message: string | null) => {
      if (message !== null) context.addIssue({ code: 'custom', path, message });
    };
    if (!isAbsolute(order.path)) refuse(['path'], 'is not an absolute path');
    refuse(['pattern'], globProblem(order.pattern));
    for (const [index, glob] of order.filters.excludePatterns.entries()) {
      refuse(['filters', 'excludePatterns', index], globProblem(glob));
    }
    if (order.action === 'import' && order.projectId === undefined) {
      refuse(['projectId'], 'is needed: the project that takes the files in');
    }
    if (order.action !== 'import' && order.projectId !== undefined) {
      refuse(['projectId'], 'is for imports only');
    }
  });
export type ScanOrder = z.infer<typeof scanOrder>;

/** The declared task that does what a scan was asked for; null where the scan does it itself. */
export const TASK_OF_ACTION: Record<ScanAction, string | null> = {
  index: null,
  import: 'upload_processing',
  derivatives: 'generate_derivatives',
  metadata_import: 'metadata_import',
  metadata_write: 'metadata_write',
  verify: 'verify',
};

/** Of a scan, and of the tasks that it starts: they are the larger part of it. Undefined where it is that of each. */
export function priorityOf({ pipeline }: Config, priority: ScanPriority): number | undefined {
  return { low: 20, normal: undefined, high: Math.max(90, pipeline.priority_threshold) }[priority];
}

/** What the items of a scan store, besides the path of the file. */
export const scanItem = z.object({
  bytes: z.int().nullable(),
  mtimeMs: z.int().nullable(),
  /** It cannot be looked at: a folder without rights, a file that vanished. */
  error: z.object({ code: z.string(), detail: z.string().optional() }).optional(),
});
export type ScanItem = z.infer<typeof scanItem>;

/** What such an item stores when it ends. */
export const scanItemResult = z.object({
  action: z.string().nullable(),
  kind: z.enum(['image', 'raw', 'video', 'sidecar', 'audio', 'document', 'unknown']).optional(),
  format: z.string().optional(),
  sha256: z.string().nullable().optional(),
  /** As they were when it was looked into. */
  bytes: z.int().optional(),
  mtimeMs: z.int().optional(),
});
export type ScanItemResult = z.infer<typeof scanItemResult>;
