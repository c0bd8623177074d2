import { z } from 'zod';
import { fileRole, problem } from '../../src-preload/contract/photos.ts';
import { fileOutcome } from '../../src-preload/contract/upload.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import type { PlannedBundle, PlannedFile } from '../library/import-plan.ts';

const fileToTake = z.object({
  path: z.string(),
  name: z.string(),
  role: fileRole,
  content: z.object({
    kind: z.enum(['image', 'raw', 'video', 'sidecar', 'audio', 'document', 'unknown']),
    format: z.string(),
  }),
  bytes: z.int(),
  mtimeMs: z.int(),
  problem: problem.nullable(),
  outcome: fileOutcome,
});
export type FileToTake = z.infer<typeof fileToTake>;

export const fileResult = z.object({
  path: z.string(),
  outcome: fileOutcome,
  photoId: z.int().nullable(),
  problem: problem.nullable(),
});
export type FileResult = z.infer<typeof fileResult>;

/** One item of `upload_postprocess`: one photo to be. */
export const importItem = z.object({
  base: z.string(),
  joins: z.object({ photoId: z.int(), base: z.string() }).nullable(),
  take: z.array(fileToTake),
  leave: z.array(fileResult),
});
export type ImportItem = z.infer<typeof importItem>;

/** What such an item stores when it ends. */
export const importResult = z.object({ files: z.array(fileResult) });
export type ImportResult = z.infer<typeof importResult>;

/** The job item for a planned bundle. Where nothing is taken in, it is settled at once, and still listed. */
export function itemForBundle(bundle: PlannedBundle): NewItem {
  const leave = bundle.leave.map(resultOf);
  const ref = (bundle.take[0] ?? bundle.leave[0])?.candidate.path ?? bundle.base;
  if (bundle.take.length === 0) return settledItem(ref, leave);
  const payload: ImportItem = {
    base: bundle.base,
    joins: bundle.joins,
    take: bundle.take.map(({ candidate, outcome, problem }) => ({
      path: candidate.path,
      name: candidate.name,
      role: candidate.role,
      content: candidate.content,
      bytes: candidate.bytes,
      mtimeMs: candidate.mtimeMs,
      problem,
      outcome,
    })),
    leave,
  };
  return { ref, photoId: bundle.joins?.photoId ?? null, payload, kind: kindOf(bundle) };
}

/** What it will be rendered from decides what it costs: a RAW that comes with a JPEG is not decoded. */
function kindOf(bundle: PlannedBundle): string {
  const contents = bundle.take.map(({ candidate }) => candidate.content);
  const shown = contents.find(({ kind }) => kind === 'image') ?? contents.find(({ kind }) => kind === 'raw');
  return (shown ?? contents[0])?.format ?? 'unknown';
}

export function settledItem(ref: string, files: FileResult[]): NewItem {
  const first = files[0];
  const result: ImportResult = { files };
  return {
    ref,
    photoId: first?.photoId ?? null,
    skipped: {
      code: first?.problem?.code ?? first?.outcome ?? 'unsupported',
      detail: first?.problem?.detail,
      result,
    },
  };
}

function resultOf(file: PlannedFile): FileResult {
  return { path: file.candidate.path, outcome: file.outcome, photoId: file.photoId, problem: file.problem };
}
