import { join } from 'node:path';
import type { PlanLine } from '../../../src-preload/contract/plans.ts';
import { type Db, selectAll } from '../../db/connection.ts';
import { type PurgeScope, purgeableFiles } from '../purgeable.ts';
import type { Draft } from './assemble.ts';

/** What would be removed for good. */
export function draftPurge(db: Db, root: string, scope: PurgeScope): Draft {
  const files = purgeableFiles(db, scope);
  const names = namesOf(db, [...new Set(files.map(({ photo_id }) => photo_id))]);
  const folders = new Map<number, string>();
  const lines = files.flatMap((file): PlanLine[] => {
    const photo = names.get(file.photo_id);
    if (photo === undefined) return [];
    const folder = join(root, photo.folder);
    folders.set(file.project_id, folder);
    return [
      {
        photoId: file.photo_id,
        photo: photo.base_name,
        projectId: file.project_id,
        project: photo.name,
        action: 'purge',
        role: file.role,
        path: join(folder, file.path),
        target: null,
        bytes: file.bytes,
        reason: scope.trashedBefore === null ? 'asked' : 'expired',
        problem: null,
      },
    ];
  });
  return { kind: 'purge', lines, folders };
}

function namesOf(db: Db, ids: readonly number[]) {
  const rows = selectAll<{ id: number; base_name: string; name: string; folder: string }>(
    db,
    `SELECT photos.id AS id, base_name, name, folder FROM photos JOIN projects ON projects.id = photos.project_id
     WHERE photos.id IN (SELECT value FROM json_each(@ids))`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map((row) => [row.id, row]));
}
