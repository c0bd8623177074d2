import { lstat } from 'node:fs/promises';
import { transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { listFolder } from '../files/list-folder.ts';
import { toNative } from '../files/native-path.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { isKnownSize } from '../library/import-knowledge.ts';
import { photoOfFile } from '../library/photo-of-file.ts';
import { below } from '../library/scan-place.ts';
import { findRunningExclusive, getTask, setExclusiveKey } from '../tasks/sql.ts';
import type { Discovery, HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { type ScanItem, type ScanItemResult, type ScanOrder, scanItem, scanOrder } from './scan-order.ts';
import { type Found, readScanCursor, rootOf, searchPages } from './scan-search.ts';
import { orAway } from './source-away.ts';

/** Files in flight: enough that the workers never wait for the next. */
const IN_FLIGHT = 32;

/**
 * Looks through a folder, and makes one item of every file that matches: what it is, and what the scan does with it. The
 * step after this one (`scan_action`) does it.
 */
export const scan: JobHandler<ScanOrder> = {
  type: 'scan',
  payload: scanOrder,
  concurrency: () => IN_FLIGHT,

  async *discover({ services, payload, job, signal }, from): AsyncGenerator<Discovery> {
    holdPlace(services, job, await rootOf(payload, services.paths, { wasHere: from !== null }));
    const search = { from: readScanCursor(from), now: job.created_at, signal };
    for await (const { found, cursor } of searchPages(services, payload, search)) {
      const items = found.map((entry): NewItem => {
        const ref = below(payload.shown ?? payload.path, entry.path);
        return { ref, payload: itemOf(entry), kind: isLookedInto(payload) ? 'looked into' : 'looked up' };
      });
      yield { items, cursor: JSON.stringify(cursor) };
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item } = context;
    const { error } = scanItem.parse(JSON.parse(item.payload));
    if (error !== undefined && isNoFile(error.code)) return { state: 'skipped', error };
    const path = below(await realFolder(services, payload), belowFolder(payload, item.ref));
    if (error !== undefined) return { state: 'failed', error: await whyNot(payload, path) };
    const photoId = photoOfFile(services.db, services.paths.root, path);
    const verdict = verdictOf(payload, photoId);
    if (verdict.problem !== null) return { state: 'skipped', error: verdict.problem };
    const result: ScanItemResult = { action: verdict.action };
    if (!isLookedInto(payload)) return { state: 'done', photoId, result };
    return { state: 'done', photoId, result: { ...result, ...(await lookInto(context, path)) } };
  },
};

/** What a scan does with a file, as far as its name and its photo decide. The dry run says the same. */
export function verdictOf({ action }: Pick<ScanOrder, 'action'>, photoId: number | null) {
  if (action === 'index' || action === 'import' || photoId !== null) return { action, problem: null };
  return { action: null, problem: { code: 'not_in_library' } };
}

/** Where an item lies in the folder; it is told under the path that the person named. */
function belowFolder({ path, shown = path }: ScanOrder, ref: string): string {
  return ref.slice(shown === '/' ? 1 : shown.length + 1);
}

const realFolders = new WeakMap<ScanOrder, Promise<string>>();

/** Asked for once in a run: an order that came by the clock names its folder as a person did, and links may lead to it. */
function realFolder({ paths }: HandlerServices, order: ScanOrder): Promise<string> {
  if (order.shown !== undefined) return Promise.resolve(order.path);
  const asked = realFolders.get(order) ?? rootOf(order, paths, { wasHere: true });
  realFolders.set(order, asked);
  return asked;
}

/**
 * A scan that nobody was there to be refused was stored under the path as it is named. From now on it counts as the scan
 * of the folder that this is.
 * @throws AppError `already_running`
 */
function holdPlace({ db }: HandlerServices, job: JobRow, root: string): void {
  transaction(db, () => {
    const task = getTask(db, job.task_id ?? '');
    const key = `${job.task_type} ${root}`;
    if (task === null || task.exclusive_key === null || task.exclusive_key === key) return;
    if (findRunningExclusive(db, key) !== null) throw new AppError('already_running', { detail: root });
    setExclusiveKey(db, { id: task.id, key });
  });
}

/** A dry run reads no file: it tells what matches, and what that would get. */
function isLookedInto({ action, dryRun }: ScanOrder): boolean {
  return !dryRun && (action === 'index' || action === 'import');
}

function itemOf(entry: Found): ScanItem {
  if (entry.kind === 'file') return { bytes: entry.bytes, mtimeMs: entry.mtimeMs };
  const { code, detail } =
    entry.kind === 'special' ? { code: entry.code, detail: undefined } : told(entry.error);
  return { bytes: null, mtimeMs: null, error: { code, ...(detail === undefined ? {} : { detail }) } };
}

/**
 * Why something cannot be looked at, as it is now: it may be tried again long after it was found so. What can be read by
 * then was not searched, which is for another scan.
 */
async function whyNot(order: ScanOrder, path: string): Promise<ReturnType<typeof told>> {
  try {
    if ((await lstat(toNative(path))).isDirectory()) await listFolder(path);
    return { code: 'scan_again', detail: undefined };
  } catch (error) {
    const failure = await orAway(toAppError(error), path, [order.path]);
    if (failure.code === 'volume_away') throw failure;
    return told(failure);
  }
}

const told = ({ code, detail }: AppError) => ({ code, detail });

/** Links and devices are none of ours, and nothing is wrong with them. */
const isNoFile = (code: string): boolean => code === 'link' || code === 'special_file';

async function lookInto(
  { services, payload, item, signal }: ItemContext<ScanOrder>,
  path: string,
): Promise<Partial<ScanItemResult>> {
  const { bytes } = scanItem.parse(JSON.parse(item.payload));
  // Only what the library has files of that size of can be there already, and has to be compared.
  const hash = payload.action === 'import' ? isKnownSize(services.db, bytes ?? 0) : payload.hash;
  const [facts] = await services.workers.run('inspect', [{ path, hash }], { signal });
  if (facts === undefined || 'error' in facts) {
    const { code, detail } = facts?.error ?? { code: 'internal', detail: 'no answer' };
    throw await orAway(new AppError(code, { detail }), path, [payload.path]);
  }
  return {
    kind: facts.content.kind,
    format: facts.content.format,
    sha256: facts.sha256,
    bytes: facts.bytes,
    mtimeMs: Math.round(facts.mtimeMs),
  };
}
