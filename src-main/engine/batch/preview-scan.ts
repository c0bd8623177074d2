import type { ScannedFile, ScanParams, ScanPreview } from '../../../src-preload/contract/batch.ts';
import { AppError } from '../../files/app-error.ts';
import { verdictOf } from '../../handlers/scan.ts';
import type { ScanOrder } from '../../handlers/scan-order.ts';
import { type Found, searchPages } from '../../handlers/scan-search.ts';
import { photoOfFile } from '../../library/photo-of-file.ts';
import { below } from '../../library/scan-place.ts';
import type { LibraryEngine } from '../library-engine.ts';
import { checkScan, startScan } from './start-scan.ts';

/** Files looked at, and time taken, before the rest is left to a task. */
const MOST_LOOKED = 5000;
const LONGEST_MS = 2000;

/**
 * What a scan would find and do. Where that takes long, a task goes on with it, which is the same scan as a dry run: it
 * changes nothing either.
 * @throws AppError those of `startScan`; `path_missing`, too, where the drive is pulled on the way: nobody waits for it here
 */
export async function previewScan(
  engine: LibraryEngine,
  input: ScanParams & { limit: number },
): Promise<ScanPreview> {
  try {
    return await lookThrough(engine, input);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'volume_away') throw error;
    throw new AppError('path_missing', { detail: input.path, cause: error });
  }
}

async function lookThrough(
  engine: LibraryEngine,
  { limit, ...params }: ScanParams & { limit: number },
): Promise<ScanPreview> {
  const order = await checkScan(engine, { ...params, dryRun: true });
  const preview: ScanPreview = { taskId: null, looked: 0, matched: 0, bytes: 0, files: [] };
  const stop = new AbortController();
  const search = { from: null, now: engine.clock.wall(), signal: stop.signal };
  const begun = engine.clock.mono();
  for await (const { found, cursor } of searchPages(engine, order, search)) {
    preview.looked = cursor.looked;
    preview.matched += found.length;
    for (const entry of found) {
      if (entry.kind === 'file') preview.bytes += entry.bytes;
      if (preview.files.length < limit) preview.files.push(fileOf(engine, order, entry));
    }
    if (cursor.looked < MOST_LOOKED && engine.clock.mono() - begun < LONGEST_MS) continue;
    stop.abort();
    return { ...preview, taskId: await startScan(engine, { ...params, dryRun: true }) };
  }
  return preview;
}

function fileOf({ db, paths }: LibraryEngine, order: ScanOrder, entry: Found): ScannedFile {
  const path = below(order.shown ?? order.path, entry.path);
  if (entry.kind !== 'file') {
    const { code, detail } = entry.kind === 'special' ? { code: entry.code, detail: undefined } : entry.error;
    const problem = { code, ...(detail === undefined ? {} : { detail }) };
    return { path, bytes: null, modifiedAt: null, action: null, photoId: null, problem };
  }
  const photoId = photoOfFile(db, paths.root, below(order.path, entry.path));
  return { path, bytes: entry.bytes, modifiedAt: entry.mtimeMs, photoId, ...verdictOf(order, photoId) };
}
