import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import { setTags, tagsOf } from '../library/tags.ts';
import { type Description, normalized } from './description.ts';
import type { Difference, ScalarField } from './three-way.ts';

/** What the library says of a photo; null where there is no such photo. */
export function descriptionOf(db: Db, photoId: number): Description | null {
  const row = selectOne<{ rating: number; title: string | null; caption: string | null }>(
    db,
    `SELECT rating, title, caption FROM photos WHERE id = @photoId`,
    { photoId },
  );
  if (row === undefined) return null;
  const tags = tagsOf(db, [photoId])[0]?.tags ?? [];
  const isPath = (tag: string) => tag.includes('|');
  return normalized({
    ...row,
    subjects: tags.filter((tag) => !isPath(tag)),
    hierarchical: tags.filter(isPath),
  });
}

export function knownOf(db: Db, photoId: number): Partial<Description> {
  const row = selectOne<{ known: string }>(db, `SELECT known FROM metadata_base WHERE photo_id = @photoId`, {
    photoId,
  });
  return row === undefined ? {} : (JSON.parse(row.known) as Partial<Description>);
}

export function setKnown(db: Db, input: { photoId: number; known: Partial<Description>; now: number }): void {
  execute(
    db,
    `INSERT INTO metadata_base(photo_id, known, at) VALUES (@photoId, @known, @now)
     ON CONFLICT(photo_id) DO UPDATE SET known = excluded.known, at = excluded.at`,
    { ...input, known: JSON.stringify(input.known) },
  );
}

/** Brings in what an import found. Answers whether the photo changed. */
export function applyDifferences(
  db: Db,
  input: { photoId: number; differences: readonly Difference[]; now: number },
): boolean {
  const { photoId, now } = input;
  const taken = input.differences.filter(({ verdict }) => verdict === 'take' || verdict === 'merge');
  for (const { field, becomes } of taken) {
    if (field === 'rating' || field === 'title' || field === 'caption')
      setField(db, { photoId, field, value: becomes, now });
  }
  if (taken.some(({ field }) => field === 'subjects' || field === 'hierarchical')) setKeywords(db, input);
  return taken.length > 0;
}

export function setField(
  db: Db,
  { field, ...input }: { photoId: number; field: ScalarField; value: unknown; now: number },
): void {
  execute(db, `UPDATE photos SET ${field} = @value, updated_at = @now WHERE id = @photoId`, input);
}

/** Flat tags that a hierarchical one covers stay where they are: people filter by them. */
function setKeywords(
  db: Db,
  { photoId, differences, now }: { photoId: number; differences: readonly Difference[]; now: number },
): void {
  const ours = descriptionOf(db, photoId);
  if (ours === null) return;
  const after = (field: 'subjects' | 'hierarchical') =>
    (differences.find((difference) => difference.field === field)?.becomes as string[] | undefined) ??
    ours[field];
  const hierarchical = after('hierarchical');
  const covered = new Set(hierarchical.flatMap((path) => path.split('|')));
  const kept = (tagsOf(db, [photoId])[0]?.tags ?? []).filter((tag) => covered.has(tag));
  setTags(db, { id: photoId, tags: [...new Set([...after('subjects'), ...hierarchical, ...kept])], now });
}

export function recordConflicts(
  db: Db,
  input: { photoId: number; differences: readonly Difference[]; now: number },
): void {
  execute(db, `DELETE FROM metadata_conflicts WHERE photo_id = @photoId`, { photoId: input.photoId });
  for (const { field, ours, theirs, verdict } of input.differences) {
    if (verdict !== 'conflict') continue;
    execute(
      db,
      `INSERT INTO metadata_conflicts(photo_id, field, ours, theirs, at) VALUES (@photoId, @field, @ours, @theirs, @now)`,
      {
        photoId: input.photoId,
        field,
        ours: JSON.stringify(ours),
        theirs: JSON.stringify(theirs),
        now: input.now,
      },
    );
  }
}

export interface ConflictRow {
  photo_id: number;
  field: ScalarField;
  ours: string;
  theirs: string;
  at: number;
  photo: string;
  project: string;
}

const CONFLICTS = `FROM metadata_conflicts AS c JOIN photos ON photos.id = c.photo_id AND photos.present = 1
  JOIN projects ON projects.id = photos.project_id`;

export function listConflicts(
  db: Db,
  page: { limit: number; offset: number },
): { rows: ConflictRow[]; total: number } {
  return {
    rows: selectAll<ConflictRow>(
      db,
      `SELECT c.*, photos.base_name AS photo, projects.name AS project ${CONFLICTS}
       ORDER BY c.photo_id, c.field LIMIT @limit OFFSET @offset`,
      page,
    ),
    total: selectOne<{ n: number }>(db, `SELECT count(*) AS n ${CONFLICTS}`)?.n ?? 0,
  };
}

export function getConflict(db: Db, input: { photoId: number; field: ScalarField }): ConflictRow | null {
  const row = selectOne<ConflictRow>(
    db,
    `SELECT c.*, photos.base_name AS photo, projects.name AS project ${CONFLICTS}
     WHERE c.photo_id = @photoId AND c.field = @field`,
    input,
  );
  return row ?? null;
}

export function forgetConflict(db: Db, input: { photoId: number; field: ScalarField }): void {
  execute(db, `DELETE FROM metadata_conflicts WHERE photo_id = @photoId AND field = @field`, input);
}
