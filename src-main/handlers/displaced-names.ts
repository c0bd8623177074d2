import { type Db, selectOne } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { agree, isPrimary } from '../library/bundles.ts';
import { candidateBases } from '../library/file-names.ts';
import { isAbsent, type NamesToFree, photoNamed } from '../library/free-names.ts';
import type { Candidate } from '../library/import-plan.ts';
import type { Planned, Relink } from '../library/relink-plan.ts';

/** Whether the photo of a base name gives it up: because it gets another, or because nothing of it is there any more. */
export function givesUp(db: Db, projectId: number, base: string, { leaving, staying }: Planned): boolean {
  const holder = photoNamed(db, projectId, base);
  if (holder === undefined || leaving.has(holder.id)) return true;
  return !staying.has(holder.id) && isAbsent(db, holder.id);
}

/**
 * The names that have to be given up before photos are relinked, and new ones taken in: those of missing files under which
 * the folder has something else by now, and those of photos that get another name, or are not there.
 *
 * @param names what lies in the folder and belongs to no file that is there
 * @param rest of that, what is none of the library's
 */
export function planNamesToFree(
  db: Db,
  project: ProjectRow,
  {
    names,
    relinks,
    rest,
  }: { names: readonly string[]; relinks: readonly Relink[]; rest: readonly Candidate[] },
): NamesToFree[] {
  const relinked = new Set(relinks.map(({ photoId }) => photoId));
  const free = new Map<number, { base: boolean; fileIds: number[] }>();
  const freeOf = (photoId: number) => {
    const found = free.get(photoId) ?? { base: false, fileIds: [] };
    free.set(photoId, found);
    return found;
  };
  const comeBack = new Set<number>();
  const pictures = rest.filter(({ role, problem }) => isPrimary(role) && problem === null);
  for (const [base, files] of Map.groupBy(pictures, ({ name }) => candidateBases(name)[0] ?? name)) {
    const holder = photoNamed(db, project.id, base);
    if (holder === undefined || relinked.has(holder.id) || !isAbsent(db, holder.id)) continue;
    // Written anew while nobody looked: the same shot, of the same photo.
    if (files.some(({ takenAt }) => agree(takenAt, holder.taken_at))) comeBack.add(holder.id);
    else freeOf(holder.id).base = true;
  }
  for (const { base, from, moves } of relinks) {
    const holder = base === from && !moves ? undefined : photoNamed(db, project.id, base);
    if (holder !== undefined) freeOf(holder.id).base = true;
  }
  const wanted = new Set(relinks.flatMap(({ files }) => files.map(({ name }) => name)));
  for (const { photoId, moves, files } of relinks) {
    if (moves) continue;
    for (const { fileId, from, name } of files)
      if (from !== name && wanted.has(from)) freeOf(photoId).fileIds.push(fileId);
  }
  const keepsItsName = new Set(
    relinks.flatMap(({ files }) => files.filter(({ name, from }) => name === from).map((f) => f.fileId)),
  );
  for (const name of names) {
    const row = rowMissing(db, project.id, name);
    if (row === undefined || comeBack.has(row.photo_id) || keepsItsName.has(row.id)) continue;
    freeOf(row.photo_id).fileIds.push(row.id);
  }
  return [...free].map(([photoId, found]) => ({ photoId, ...found }));
}

function rowMissing(db: Db, projectId: number, path: string): { id: number; photo_id: number } | undefined {
  return selectOne(
    db,
    `SELECT id, photo_id FROM files WHERE project_id = @projectId AND path = @path AND missing_at IS NOT NULL`,
    { projectId, path },
  );
}
