import { selectAll } from '../db/connection.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundles } from '../library/bundle-rows.ts';
import type { Discovery, HandlerServices, JobContext } from './handler.ts';

interface Scope {
  projectId: number | null;
  photoIds: readonly number[] | null;
}

const PAGE = 250;

/** Finds the photos that are present, page by page. */
export function metadataItems(kind: string) {
  return async function* (
    { services: { db }, payload: { projectId, photoIds } }: JobContext<Scope>,
    from: string | null,
  ): AsyncGenerator<Discovery> {
    for (let after = Number(from ?? 0); ; ) {
      const ids = presentPhotoIds(db, { projectId, photoIds, after });
      if (ids.length === 0) return;
      after = ids.at(-1) ?? after;
      const items = photoBundles(db, ids).map(
        ({ photo, project }): NewItem => ({
          ref: `${project.folder}/${photo.base_name}`,
          photoId: photo.id,
          kind,
        }),
      );
      yield { items, cursor: String(after) };
    }
  };
}

function presentPhotoIds(
  db: HandlerServices['db'],
  { photoIds, ...scope }: Scope & { after: number },
): number[] {
  const terms = ['present = 1', 'id > @after'];
  if (scope.projectId !== null) terms.push('project_id = @projectId');
  if (photoIds !== null) terms.push('id IN (SELECT value FROM json_each(@photoIds))');
  return selectAll<{ id: number }>(
    db,
    `SELECT id FROM photos WHERE ${terms.join(' AND ')} ORDER BY id LIMIT ${PAGE}`,
    { ...scope, photoIds: photoIds === null ? null : JSON.stringify(photoIds) },
  ).map(({ id }) => id);
}
