import { join } from 'node:path';
import type { PlanLine } from '../../../src-preload/contract/plans.ts';
import { type Db, selectAll } from '../../db/connection.ts';
import { purgeableVersions } from '../file-versions.ts';
import { type PurgeScope, purgeableFiles } from '../purgeable.ts';
import type { Draft } from './assemble.ts';

const MOST_VERSIONS = 10_000_000;

/** What would be removed for good. */
export function draftPurge(db: Db, root: string, scope: PurgeScope): Draft {
  const files = purgeableFiles(db, scope);
  const photos = photoNames(db, [...new Set(files.map(({ photo_id }) => photo_id))]);
  // A file's own: its photo may have moved to another project since.
  const projects = projectsById(db, [...new Set(files.map(({ project_id }) => project_id))]);
  const folders = new Map<number, string>();
  const lines = files.flatMap((file): PlanLine[] => {
    const [photo, project] = [photos.get(file.photo_id), projects.get(file.project_id)];
    if (photo === undefined || project === undefined) return [];
    const folder = join(root, project.folder);
    folders.set(file.project_id, folder);
    return [
      {
        photoId: file.photo_id,
        photo,
        projectId: file.project_id,
        project: project.name,
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
  return { kind: 'purge', lines: [...lines, ...versionLines(db, root, scope, folders)], folders };
}

/** What files were before they were written; the folders of their projects are added to `folders`. */
function versionLines(db: Db, root: string, scope: PurgeScope, folders: Map<number, string>): PlanLine[] {
  const versions = purgeableVersions(db, scope, { after: 0, limit: MOST_VERSIONS });
  return versions.flatMap((version): PlanLine[] => {
    const folder = join(root, version.folder);
    // A file that was made had no content before: nothing of it lies in the trash.
    if (version.kept === null) return [];
    folders.set(version.project_id, folder);
    return [
      {
        photoId: version.photo_id,
        photo: version.photo,
        projectId: version.project_id,
        project: version.project,
        action: 'purge',
        role: version.role ?? 'other',
        path: join(folder, version.kept),
        target: null,
        bytes: version.bytes ?? 0,
        reason: scope.trashedBefore === null ? 'asked' : 'expired',
        problem: null,
      },
    ];
  });
}

function photoNames(db: Db, ids: readonly number[]): Map<number, string> {
  const rows = selectAll<{ id: number; base_name: string }>(
    db,
    `SELECT id, base_name FROM photos WHERE id IN (SELECT value FROM json_each(@ids))`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map(({ id, base_name }) => [id, base_name]));
}

function projectsById(db: Db, ids: readonly number[]) {
  const rows = selectAll<{ id: number; name: string; folder: string }>(
    db,
    `SELECT id, name, folder FROM projects WHERE id IN (SELECT value FROM json_each(@ids))`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map((row) => [row.id, row]));
}
