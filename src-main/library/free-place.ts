import { join } from 'node:path';
import { type Db, selectOne } from '../db/connection.ts';
import { look } from '../files/move-file.ts';
import type { Place } from './place-bundle.ts';

export interface Wanted {
  /** The photo that is placed: its own names are not in its way. */
  photoId: number;
  projectId: number;
  /** Absolute folder of the project. */
  folder: string;
  /** The item at work, whose own intents are not in its way either. */
  itemId: number | null;
}

/** True where nothing has any of the names: no row, no photo of that base name, no intent, no file on the disk. */
export async function isPlaceFree(db: Db, wanted: Wanted, place: Place): Promise<boolean> {
  if (!isPlaceUnclaimed(db, wanted, place)) return false;
  for (const [fileId, name] of place.names) {
    if (isOwnName(db, wanted, fileId, name)) continue;
    if ((await look(join(wanted.folder, name))) !== null) return false;
  }
  return true;
}

/** The part of it that the database knows: asked once more in the transaction that notes the intents. */
export function isPlaceUnclaimed(db: Db, { photoId, projectId, itemId }: Wanted, place: Place): boolean {
  const isBaseTaken = selectOne(
    db,
    `SELECT 1 FROM photos WHERE project_id = @projectId AND base_name = @base AND id <> @photoId`,
    { projectId, base: place.base, photoId },
  );
  if (isBaseTaken !== undefined) return false;
  const isBaseIntended = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE project_id = @projectId AND base_name = @base AND state = 'intended'
       AND kind IN ('copy_in', 'move', 'restore') AND item_id IS NOT @itemId`,
    { projectId, base: place.base, itemId },
  );
  if (isBaseIntended !== undefined) return false;
  for (const [, name] of place.names) {
    const bindings = { projectId, name, itemId, members: JSON.stringify([...place.names.keys()]) };
    const isTaken = selectOne(
      db,
      `SELECT 1 FROM files WHERE project_id = @projectId AND path = @name
         AND id NOT IN (SELECT value FROM json_each(@members))
       UNION ALL SELECT 1 FROM file_ops
         WHERE project_id = @projectId AND target = @name AND state = 'intended' AND item_id IS NOT @itemId`,
      bindings,
    );
    if (isTaken !== undefined) return false;
  }
  return true;
}

/** The file has that very name already: it stays where it is, or is expected back there. */
function isOwnName(db: Db, { projectId }: Wanted, fileId: number, name: string): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM files WHERE id = @fileId AND project_id = @projectId AND path = @name`,
    { fileId, projectId, name },
  );
  return found !== undefined;
}
