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

  async *discover({ services, payload: { projectId } }, from) {
    if (from !== null) return;
    const items: NewItem[] = trashFolders(services, projectId).map((trash) => ({
      ref: trash,
      payload: { trash },
    }));
    // Pictures are shelved by content, not by project.
    if (projectId === null) {
      for (const shelf of await namesIn(services.paths.derivatives)) {
        if (SHELF.test(shelf)) items.push({ ref: `derivatives/${shelf}`, payload: { shelf } });
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
  const folder = join(services.paths.derivatives, shelf);
  const names = (await namesIn(folder)).filter((name) => DERIVATIVE.test(name));
  const used = new Set(
    selectAll<{ name: string }>(
      services.db,
      `SELECT name FROM derivatives WHERE name IN (SELECT @shelf || '/' || value FROM json_each(@names))`,
      { shelf, names: JSON.stringify(names) },
    ).map(({ name }) => name),
  );
  let removed = 0;
  for (const name of names) {
    signal.throwIfAborted();
    const path = join(folder, name);
    if (used.has(`${shelf}/${name}`)) continue;
    const info = await stat(path);
    if (services.clock.wall() - info.mtimeMs < MIN_AGE_MS) continue;
    await unlink(path);
    removed += 1;
  }
  return removed;
}

/** Folders of commits, and of deleted projects in them, deepest first. `rmdir` takes none that holds anything. */
async function clearTrash({ services, signal }: ItemContext<Payload>, trash: string): Promise<number> {
  const folder = join(services.paths.root, trash);
  let removed = 0;
  for (const [name, kind] of await entriesOf(folder)) {
    signal.throwIfAborted();
    if (kind !== 'folder') continue;
    for (const [inner, innerKind] of await entriesOf(join(folder, name))) {
      if (innerKind === 'folder') removed += await removeEmpty(join(folder, name, inner));
    }
    removed += await removeEmpty(join(folder, name));
  }
  return removed + (await removeEmpty(folder));
}

async function removeEmpty(folder: string): Promise<number> {
  try {
    await rmdir(toNative(folder));
    return 1;
  } catch {
    return 0; // It holds something, or is not there.
  }
}

async function entriesOf(folder: string) {
  try {
    return await listFolder(folder);
  } catch (error) {
    const { code } = toAppError(error);
    if (code === 'file_missing' || code === 'volume_away') return [];
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
