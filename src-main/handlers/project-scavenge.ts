import { readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { selectAll } from '../db/connection.ts';
import { toAppError } from '../files/app-error.ts';
import { listFolder } from '../files/list-folder.ts';
import { toNative } from '../files/native-path.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { TRASH_FOLDER } from '../library/trash.ts';
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
    for (const trash of trashFolders(services, projectId)) {
      if ((await emptyFolders(join(services.paths.root, trash))).length > 0) {
        items.push({ ref: trash, payload: { trash } });
      }
    }
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

function trashFolders({ db }: HandlerServices, projectId: number | null): string[] {
  const projects = selectAll<{ folder: string }>(
    db,
    `SELECT folder FROM projects WHERE deleted_at IS NULL AND (@projectId IS NULL OR id = @projectId) ORDER BY id`,
    { projectId },
  ).map(({ folder }) => join(folder, TRASH_FOLDER));
  return projectId === null ? [...projects, TRASH_FOLDER] : projects;
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
  for (const folder of await emptyFolders(join(services.paths.root, trash))) {
    signal.throwIfAborted();
    removed += await removeEmpty(folder);
  }
  return removed;
}

/** Folders of commits, of deleted projects in them, and the trash itself, where nothing but such folders is in them. */
async function emptyFolders(folder: string, depth = 2): Promise<string[]> {
  const entries = await entriesOf(folder);
  if (entries === null) return [];
  const empty: string[] = [];
  let isEmpty = true;
  for (const [name, kind] of entries) {
    const inner = kind === 'folder' && depth > 0 ? await emptyFolders(join(folder, name), depth - 1) : [];
    empty.push(...inner);
    isEmpty &&= inner.at(-1) === join(folder, name);
  }
  return isEmpty ? [...empty, folder] : empty;
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

/** Null where there is no such folder. */
async function entriesOf(folder: string) {
  try {
    return await listFolder(folder);
  } catch (error) {
    const { code } = toAppError(error);
    if (code === 'file_missing' || code === 'volume_away') return null;
    throw error;
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
