import { join } from 'node:path';
import type { PlanLine } from '../../../src-preload/contract/plans.ts';
import type { Db } from '../../db/connection.ts';
import { type PhotoScope, pendingPhotoIds, photoBundles, wishOf } from '../bundle-rows.ts';
import { TRASH_FOLDER } from '../trash.ts';
import { unwantedFiles } from '../wanted-files.ts';
import type { Draft } from './assemble.ts';

const PAGE = 500;

/**
 * What a commit would move to the trash. From the same two functions that the commit works with, so that a preview is
 * never a second opinion.
 *
 * @param breathe resolves in a later turn of the event loop; called between pages
 */
export async function draftCommit(
  db: Db,
  root: string,
  scope: PhotoScope,
  breathe: () => Promise<void>,
): Promise<Draft> {
  const lines: PlanLine[] = [];
  const folders = new Map<number, string>();
  let keptLastPicture = 0;
  for (let after = 0; ; ) {
    const ids = pendingPhotoIds(db, scope, { after, limit: PAGE });
    if (ids.length === 0) break;
    after = ids.at(-1) ?? after;
    for (const { photo, project, files } of photoBundles(db, ids)) {
      const folder = join(root, project.folder);
      folders.set(project.id, folder);
      const { remove, keptLastPicture: kept } = unwantedFiles(wishOf(photo), files);
      if (kept) keptLastPicture += 1;
      for (const { file, reason } of remove) {
        lines.push({
          photoId: photo.id,
          photo: photo.base_name,
          projectId: project.id,
          project: project.name,
          action: 'trash',
          role: file.role,
          path: join(folder, file.path),
          target: join(folder, TRASH_FOLDER, file.path),
          bytes: file.bytes,
          reason,
          problem: null,
        });
      }
    }
    await breathe();
  }
  return { kind: 'commit', lines, keptLastPicture, folders };
}
