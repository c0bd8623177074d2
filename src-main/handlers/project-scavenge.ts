import { readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { selectAll } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { TRASH_FOLDER } from '../library/trash.ts';
import { projectsInScope, projectToCheck } from './check-scope.ts';
import { emptyTrashFolders } from './empty-trash-folders.ts';
import type { HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';

const payload = z.object({ projectId: z.int().positive().nullable().default(null) });
type Payload = z.infer<typeof payload>;

const itemPayload = z.union([z.object({ shelf: z.string() }), z.object({ trash: z.string() })]);

/** A picture is written before its row is stored; what is younger may belong to work that is under way. */
const MIN_AGE_MS = 86_400_000;
const SHELF = /^[0-9a-f]{2}$/;
/** How workers name derivatives: only what is so named is ours to remove. */
const DERIVATIVE = /^[0-9a-f]{1,62}-[tp]-[0-9a-f]{8}\.(webp|jpg)$/;

/**
 * Clears away what nothing needs any more: thumbnails and previews of photos that were purged or changed, and trash folders
 * that are empty. Only files that we made, and only folders with nothing in them: originals are none of its business.
 */
export const projectScavenge: JobHandler<Payload> = {
  type: 'project_scavenge',
  payload,
  concurrency: () => 2,

  // Only what there is to clear becomes an item: this runs every hour, and mostly finds nothing.
  async *discover({ services, signal, payload: { projectId } }, from) {
    if (from !== null) return;
    const items: NewItem[] = [];
    for (const project of projectsInScope(services.db, { projectId, photoIds: null })) {
      items.push(...(await itemsOfProject(services, project, projectId)));
    }
    if (projectId === null) items.push(...(await itemsOfTrash(services, TRASH_FOLDER)));
    // Pictures are shelved by content, not by project.
    const shelves = projectId === null ? await namesIn(services.paths.derivatives) : [];
    for (const shelf of shelves.filter((name) => SHELF.test(name))) {
      signal.throwIfAborted();
      if ((await unneeded(services, shelf)).length > 0) {
        items.push({ ref: `derivatives/${shelf}`, payload: { shelf } });
      }
    }
    yield { items, cursor: 'end' };
  },

  async runItem(context): Promise<ItemResult> {
    const item = itemPayload.parse(JSON.parse(context.item.payload));
    const removed =
      'shelf' in item ? await clearShelf(context, item.shelf) : await clearTrash(context, item.trash);
    return removed === 0
      ? { state: 'skipped', error: { code: 'nothing_to_do' } }
      : { state: 'done', result: { files: [], removed } };
  },
};

/** Most have no trash, and cost one look. */
async function itemsOfProject(
  services: HandlerServices,
  project: ProjectRow,
  projectId: number | null,
): Promise<NewItem[]> {
  const trash = join(project.folder, TRASH_FOLDER);
  if ((await look(join(services.paths.root, trash))) === null) return [];
  const place = await projectToCheck(services, { projectId, photoIds: null }, project);
  return 'passedOver' in place ? [place.passedOver] : await itemsOfTrash(services, trash);
}

/** A link in the place of a trash folder leads to what is none of ours: that is told, and nothing done. */
async function itemsOfTrash(services: HandlerServices, trash: string): Promise<NewItem[]> {
  try {
    const isAnything = (await emptyTrashFolders(services, trash)).length > 0;
    return isAnything ? [{ ref: trash, payload: { trash } }] : [];
  } catch (error) {
    const { code, detail } = toAppError(error);
    if (code !== 'project_folder_outside') throw error;
    return [{ ref: trash, skipped: { code, detail } }];
  }
}

async function clearShelf({ services, signal }: ItemContext<Payload>, shelf: string): Promise<number> {
  const paths = await unneeded(services, shelf);
  for (const path of paths) {
    signal.throwIfAborted();
    await unlink(path);
  }
  return paths.length;
}

/** Pictures of a shelf that no photo has, and that no work can be about to note. */
async function unneeded({ db, paths, clock }: HandlerServices, shelf: string): Promise<string[]> {
  const folder = join(paths.derivatives, shelf);
  const names = (await namesIn(folder)).filter((name) => DERIVATIVE.test(name));
  const used = new Set(
    selectAll<{ name: string }>(
      db,
      `SELECT name FROM derivatives WHERE name IN (SELECT @shelf || '/' || value FROM json_each(@names))`,
      { shelf, names: JSON.stringify(names) },
    ).map(({ name }) => name),
  );
  const found: string[] = [];
  for (const name of names.filter((candidate) => !used.has(`${shelf}/${candidate}`))) {
    const path = join(folder, name);
    if (clock.wall() - (await stat(path)).mtimeMs >= MIN_AGE_MS) found.push(path);
  }
  return found;
}

async function clearTrash({ services, signal }: ItemContext<Payload>, trash: string): Promise<number> {
  let removed = 0;
  // Deepest first: what held only empty folders is empty then.
  for (const folder of await emptyTrashFolders(services, trash)) {
    signal.throwIfAborted();
    removed += await removeEmpty(folder);
  }
  return removed;
}

/** `rmdir` takes none that holds anything. */
async function removeEmpty(folder: string): Promise<number> {
  try {
    await rmdir(toNative(folder));
    return 1;
  } catch {
    return 0; // Something was put there in the meantime.
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (toAppError(error).code === 'file_missing') return [];
    throw error;
  }
}
