import { type Db, execute, selectOne } from '../db/connection.ts';
import { missingFiles } from './bundle-rows.ts';
import { nameAt } from './place-bundle.ts';

interface Following {
  photoId: number;
  /** Where the photo goes. */
  projectId: number;
  base: string;
  /** The base name that it has until now. */
  baseBefore: string;
  /** Names that its other files are about to have there. */
  names: ReadonlySet<string>;
}

/**
 * Rows of files that are missing go where their photo goes, under its new name: they may turn up again anywhere, and are
 * known by their content. Under their old name they would claim what another photo has, or is to have, under it.
 */
export function moveMissingRows(db: Db, { photoId, projectId, base, baseBefore, names }: Following): void {
  for (const { id, path } of missingFiles(db, photoId)) {
    const taken = { has: (name: string) => names.has(name) || isRowOfAnother(db, { projectId, name, id }) };
    const name = nameAt({ fileId: id, name: path, base: baseBefore }, base, taken);
    execute(db, `UPDATE files SET project_id = @projectId, path = @name WHERE id = @id`, {
      projectId,
      name,
      id,
    });
  }
}

function isRowOfAnother(db: Db, row: { projectId: number; name: string; id: number }): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM files WHERE project_id = @projectId AND path = @name AND id <> @id
     UNION ALL SELECT 1 FROM file_ops
       WHERE project_id = @projectId AND target = @name AND state = 'intended' AND file_id IS NOT @id`,
    row,
  );
  return found !== undefined;
}
