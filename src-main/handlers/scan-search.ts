import { z } from 'zod';
import { AppError, toAppError } from '../files/app-error.ts';
import { isPlaceAway } from '../files/place-away.ts';
import { volumeOf } from '../files/volumes.ts';
import { makeScanFilter } from '../library/scan-filters.ts';
import { resolveScanRoot } from '../library/scan-place.ts';
import { searchTree, type TreeEntry } from '../library/scan-tree.ts';
import { isOpaqueFolder, isSystemFolder, systemFileReason } from '../library/system-files.ts';
import type { HandlerServices } from './handler.ts';
import type { ScanOrder } from './scan-order.ts';
import { orAway } from './source-away.ts';

/** Matching files per page. */
const PAGE = 500;
/** A page is told after so long even where little matches: the search shows that it lives, and where it is. */
const TOLD_EVERY_MS = 1000;

const cursor = z.object({
  /** Of `searchTree`. */
  after: z.string().nullable(),
  /** Files looked at so far. */
  looked: z.int(),
  /** Where the search began: another card at the same place is not the one that it was about. */
  volumeId: z.string(),
});
export type ScanCursor = z.infer<typeof cursor>;

export type Found = Exclude<TreeEntry, { kind: 'other' }>;

export interface FoundPage {
  found: Found[];
  cursor: ScanCursor;
}

export function readScanCursor(text: string | null): ScanCursor | null {
  return text === null ? null : cursor.parse(JSON.parse(text));
}

/**
 * Looks through the folder of a scan, page by page, and changes nothing. Ends early where `signal` says so.
 * @param now from which ages are counted back: when the scan was asked for
 * @throws AppError `volume_away` where the drive was pulled on the way: the last page is where to go on; before the
 *   first page that of `resolveScanRoot`
 */
export async function* searchPages(
  { paths, clock }: Pick<HandlerServices, 'paths' | 'clock'>,
  order: ScanOrder,
  { from, now, signal }: { from: ScanCursor | null; now: number; signal: AbortSignal },
): AsyncGenerator<FoundPage> {
  const root = await rootOf(order, paths, { wasHere: from !== null });
  const place = { root, volumeId: from?.volumeId ?? (await volumeOf(root)).id };
  await requireHere(place, from);
  let page: FoundPage = { found: [], cursor: from ?? { after: null, looked: 0, volumeId: place.volumeId } };
  let toldAt = clock.mono();
  const entries = searchTree({
    root,
    recursive: order.recursive,
    filter: makeScanFilter(order, now),
    isPassedOver: (name) => systemFileReason(name) !== null,
    isShut: (name, path) =>
      isOpaqueFolder(name) || isSystemFolder(name) || (order.action === 'import' && path === paths.root),
    after: from?.after ?? null,
    signal,
  });
  for await (const entry of entries) {
    if (entry.kind === 'unreadable') await mustBeHere(entry, place, page.cursor);
    const isFolder = entry.position.endsWith('\0');
    const looked = page.cursor.looked + (isFolder ? 0 : 1);
    page.cursor = { ...page.cursor, after: entry.position, looked };
    if (entry.kind !== 'other') page.found.push(entry);
    if (page.found.length < PAGE && clock.mono() - toldAt < TOLD_EVERY_MS) continue;
    yield page;
    page = { found: [], cursor: page.cursor };
    toldAt = clock.mono();
  }
  if (signal.aborted) return;
  await requireHere(place, page.cursor);
  yield page;
}

/**
 * The real path of the folder of a scan. What was here once and is not any more is away: its drive was pulled.
 * @throws AppError those of `resolveScanRoot`; `volume_away`
 */
export async function rootOf(
  order: ScanOrder,
  paths: HandlerServices['paths'],
  { wasHere }: { wasHere: boolean },
): Promise<string> {
  try {
    return await resolveScanRoot(order.path, order.action, paths);
  } catch (error) {
    if (!wasHere) throw error;
    throw away(order.path, error);
  }
}

interface Place {
  root: string;
  volumeId: string;
}

/** Where a pulled drive leaves an empty folder, a search would come to its end as if everything had been had. */
async function requireHere({ root, volumeId }: Place, cursor: ScanCursor | null): Promise<void> {
  if (cursor === null) return;
  const found = await volumeOf(root).catch((error: unknown) => {
    throw away(root, error);
  });
  if (found.id !== volumeId) throw away(root);
  if (cursor.looked > 0 && (await isPlaceAway(root))) throw away(root);
}

/** @throws AppError where not one file or folder but all of the place is gone, or the folder itself cannot be listed */
async function mustBeHere(
  entry: Extract<Found, { kind: 'unreadable' }>,
  place: Place,
  cursor: ScanCursor,
): Promise<void> {
  await requireHere(place, cursor);
  if (entry.path === '') throw await orAway(entry.error, place.root, [place.root]);
}

function away(root: string, cause?: unknown): AppError {
  return new AppError('volume_away', {
    detail: root,
    retry: 'later',
    ...(cause === undefined ? {} : { cause: toAppError(cause) }),
  });
}
