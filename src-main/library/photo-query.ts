import { join } from 'node:path';
import type {
  Photo,
  PhotoFilter,
  PhotoIndex,
  PhotoSort,
  Problem,
} from '../../src-preload/contract/photos.ts';
import { type Db, selectAll, statement } from '../db/connection.ts';
import type { DerivativeRow, FileRow, PhotoRow, ProjectRow } from '../db/rows.ts';
import type { LibraryPaths } from './library-paths.ts';
import { whereOf } from './photo-filter.ts';

/** Where the size is not known yet, photos are laid out as most cameras take them. */
export const UNKNOWN_ASPECT = 1.5;

const SORT_COLUMNS = {
  takenAt: 'photos.sort_at',
  name: 'photos.base_name',
  addedAt: 'photos.created_at',
} as const satisfies Record<PhotoSort['by'], string>;

/** Ids and shapes of a whole view, as columns. `raw` rows keep 100,000 photos at a few dozen milliseconds. */
export function photoIndex(db: Db, filter: PhotoFilter, sort: PhotoSort): PhotoIndex {
  const { sql, bindings } = whereOf(filter);
  const direction = sort.direction === 'asc' ? 'ASC' : 'DESC';
  const rows = statement(
    db,
    `SELECT id, width, height FROM photos WHERE ${sql} ORDER BY ${SORT_COLUMNS[sort.by]} ${direction}, id ${direction}`,
  )
    .raw()
    .all(bindings) as [number, number | null, number | null][];
  const ids = new Array<number>(rows.length);
  const aspects = new Array<number>(rows.length);
  rows.forEach(([id, width, height], at) => {
    ids[at] = id;
    aspects[at] = aspectOf(width, height);
  });
  return { ids, aspects };
}

export function aspectOf(width: number | null, height: number | null): number {
  return width !== null && height !== null && width > 0 && height > 0
    ? Math.round((width / height) * 1000) / 1000
    : UNKNOWN_ASPECT;
}

export interface PhotoPage {
  photos: Photo[];
  nextCursor: string | null;
  total: number;
}

/** A page by keyset: the cost of the last page is that of the first. */
export function queryPhotos(
  db: Db,
  paths: LibraryPaths,
  input: { filter: PhotoFilter; sort: PhotoSort; cursor: string | undefined; limit: number },
): PhotoPage {
  const { sql, bindings } = whereOf(input.filter);
  const column = SORT_COLUMNS[input.sort.by];
  const ascending = input.sort.direction === 'asc';
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor);
  const keyset =
    after === null ? '1' : `(${column}, photos.id) ${ascending ? '>' : '<'} (@afterKey, @afterId)`;
  const direction = ascending ? 'ASC' : 'DESC';
  const rows = selectAll<{ id: number; key: string | number }>(
    db,
    `SELECT photos.id AS id, ${column} AS key FROM photos WHERE ${sql} AND ${keyset}
     ORDER BY ${column} ${direction}, photos.id ${direction} LIMIT @limit`,
    {
      ...bindings,
      limit: input.limit + 1,
      ...(after === null ? {} : { afterKey: after.key, afterId: after.id }),
    },
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const total = statement(db, `SELECT count(*) FROM photos WHERE ${sql}`).pluck().get(bindings) as number;
  return {
    photos: getPhotos(
      db,
      paths,
      page.map((row) => row.id),
    ),
    nextCursor: rows.length > input.limit && last !== undefined ? encodeCursor(last) : null,
    total,
  };
}

function encodeCursor(cursor: { id: number; key: string | number }): string {
  return Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url');
}

/** A cursor that is not ours reads as the beginning: paging on from nowhere is better than an error in a grid. */
function decodeCursor(text: string): { key: string | number; id: number } | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [key, id] = value as unknown[];
    if ((typeof key !== 'string' && typeof key !== 'number') || typeof id !== 'number') return null;
    return { key, id };
  } catch {
    return null; // Not JSON, so not ours.
  }
}

/** Photos in full, in the order asked; ids that are gone are left out. */
export function getPhotos(db: Db, paths: LibraryPaths, ids: readonly number[]): Photo[] {
  if (ids.length === 0) return [];
  const list = { ids: JSON.stringify(ids) };
  const inList = 'IN (SELECT value FROM json_each(@ids))';
  const photos = selectAll<PhotoRow>(db, `SELECT * FROM photos WHERE id ${inList}`, list);
  const files = groupBy(
    selectAll<FileRow>(db, `SELECT * FROM files WHERE photo_id ${inList} ORDER BY id`, list),
  );
  const derivatives = groupBy(
    selectAll<DerivativeRow>(db, `SELECT * FROM derivatives WHERE photo_id ${inList}`, list),
  );
  const tags = groupBy(
    selectAll<{ photo_id: number; name: string }>(
      db,
      `SELECT photo_tags.photo_id, tags.name FROM photo_tags JOIN tags ON tags.id = photo_tags.tag_id
       WHERE photo_tags.photo_id ${inList} ORDER BY tags.name`,
      list,
    ),
  );
  const conflicts = new Set(
    statement(db, `SELECT photo_id FROM metadata_conflicts WHERE photo_id ${inList}`).pluck().all(list),
  );
  const projects = new Map(
    selectAll<ProjectRow>(db, `SELECT * FROM projects`).map((project) => [project.id, project]),
  );
  const byId = new Map(photos.map((photo) => [photo.id, photo]));
  return ids.flatMap((id) => {
    const photo = byId.get(id);
    const project = photo === undefined ? undefined : projects.get(photo.project_id);
    if (photo === undefined || project === undefined) return [];
    const rows = {
      photo,
      project,
      files: files.get(id) ?? [],
      derivatives: derivatives.get(id) ?? [],
      tags: tags.get(id) ?? [],
      conflict: conflicts.has(id),
    };
    return [toPhoto(rows, paths)];
  });
}

interface RowsOfPhoto {
  photo: PhotoRow;
  project: ProjectRow;
  files: FileRow[];
  derivatives: DerivativeRow[];
  tags: { name: string }[];
  conflict: boolean;
}

function toPhoto(
  { photo, project, files, derivatives, tags, conflict }: RowsOfPhoto,
  paths: LibraryPaths,
): Photo {
  const derivative = (kind: DerivativeRow['kind']): Photo['thumbnail'] =>
    toDerivative(
      derivatives.find((row) => row.kind === kind),
      paths,
    );
  return {
    id: photo.id,
    projectId: project.id,
    project: project.name,
    name: photo.base_name,
    jpgAvailable: photo.jpg_available === 1,
    rawAvailable: photo.raw_available === 1,
    otherAvailable: photo.other_available === 1,
    keepJpg: photo.keep_jpg === 1,
    keepRaw: photo.keep_raw === 1,
    present: photo.present === 1,
    pending: photo.pending === 1,
    rating: photo.rating,
    tags: tags.map((tag) => tag.name),
    title: photo.title,
    caption: photo.caption,
    people: JSON.parse(photo.people) as string[],
    unwritten: photo.unwritten === 1,
    conflict,
    takenAt: photo.taken_at,
    takenOffsetMinutes: photo.taken_offset_minutes,
    takenOffsetSource: photo.taken_offset_source,
    camera: cameraName(photo.camera_make, photo.camera_model),
    lens: photo.lens,
    latitude: photo.latitude,
    longitude: photo.longitude,
    width: photo.width,
    height: photo.height,
    addedAt: photo.created_at,
    thumbnail: derivative('thumbnail'),
    preview: derivative('preview'),
    damage: toProblem(photo.damage_code, photo.damage_detail),
    files: files.map((file) => ({
      id: file.id,
      path: join(paths.root, project.folder, file.path),
      role: file.role,
      format: file.format,
      bytes: file.bytes,
      sha256: file.sha256,
      problem: toProblem(file.problem_code, file.problem_detail),
      missing: file.missing_at !== null,
    })),
  };
}

function toDerivative(row: DerivativeRow | undefined, paths: LibraryPaths): Photo['thumbnail'] {
  return {
    status: row?.status ?? 'pending',
    path: row?.name == null ? null : join(paths.derivatives, row.name),
    version: row?.name == null ? null : derivativeVersion(row.name),
    width: row?.width ?? null,
    height: row?.height ?? null,
    reason: toProblem(row?.reason_code ?? null, row?.reason_detail ?? null),
  };
}

/** The name is made of the content and the recipe, so it is the version; shortened, because it goes into addresses. */
export function derivativeVersion(name: string): string {
  const [, content = '', recipe = ''] = /([0-9a-f]{12})[0-9a-f]*-[tp]-([0-9a-f]+)\./.exec(name) ?? [];
  return `${content}${recipe}`;
}

/** Models that begin with their maker's name (`Canon EOS R6`) are not given it twice. */
function cameraName(make: string | null, model: string | null): string | null {
  if (model === null) return make;
  if (make === null) return model;
  const brand = make.split(/\s+/)[0]?.toLowerCase() ?? '';
  return model.toLowerCase().startsWith(brand) ? model : `${make} ${model}`;
}

function toProblem(code: string | null, detail: string | null): Problem | null {
  return code === null ? null : { code, ...(detail === null ? {} : { detail }) };
}

function groupBy<Row extends { photo_id: number }>(rows: Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.photo_id);
    if (group === undefined) groups.set(row.photo_id, [row]);
    else group.push(row);
  }
  return groups;
}
