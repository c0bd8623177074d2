import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import { localMs } from '../library/bundles.ts';
import { setTags, tagsOf } from '../library/tags.ts';
import {
  type Description,
  normalized,
  positionOf,
  positionText,
  type ScalarField,
  timeOf,
  timeText,
} from './description.ts';
import type { Difference } from './three-way.ts';

interface SaidRow {
  id: number;
  rating: number;
  title: string | null;
  caption: string | null;
  taken_at: string | null;
  taken_offset_minutes: number | null;
  taken_offset_source: string | null;
  latitude: number | null;
  longitude: number | null;
  people: string;
}

const SAID = `SELECT id, rating, title, caption, taken_at, taken_offset_minutes, taken_offset_source, latitude, longitude,
  people FROM photos`;

/** What the library says of a photo; null where there is no such photo. */
export function descriptionOf(db: Db, photoId: number): Description | null {
  const row = selectOne<SaidRow>(db, `${SAID} WHERE id = @photoId`, { photoId });
  return row === undefined ? null : descriptionFrom(row, tagsOf(db, [photoId])[0]?.tags ?? []);
}

/** The same of many, by id; photos that are gone are left out. */
export function descriptionsOf(db: Db, photoIds: readonly number[]): Map<number, Description> {
  const tags = new Map(tagsOf(db, photoIds).map((row) => [row.id, row.tags]));
  const rows = selectAll<SaidRow>(db, `${SAID} WHERE id IN (SELECT value FROM json_each(@ids))`, {
    ids: JSON.stringify(photoIds),
  });
  return new Map(rows.map((row) => [row.id, descriptionFrom(row, tags.get(row.id) ?? [])]));
}

function descriptionFrom(row: SaidRow, tags: readonly string[]): Description {
  const isPath = (tag: string) => tag.includes('|');
  return normalized({
    rating: row.rating,
    title: row.title,
    caption: row.caption,
    takenAt: timeText(row.taken_at, row.taken_offset_source === 'tag' ? row.taken_offset_minutes : null),
    position: positionText(row.latitude, row.longitude),
    subjects: tags.filter((tag) => !isPath(tag)),
    hierarchical: tags.filter(isPath),
    people: JSON.parse(row.people) as string[],
  });
}

/** What files and library said when they last agreed; null where they were never compared. */
export function knownOf(db: Db, photoId: number): Partial<Description> | null {
  const row = selectOne<{ known: string }>(db, `SELECT known FROM metadata_base WHERE photo_id = @photoId`, {
    photoId,
  });
  return row === undefined ? null : (JSON.parse(row.known) as Partial<Description>);
}

/** The same of many, by id; photos that were never compared are left out. */
export function knownOfMany(db: Db, photoIds: readonly number[]): Map<number, Partial<Description>> {
  const rows = selectAll<{ id: number; known: string }>(
    db,
    `SELECT photo_id AS id, known FROM metadata_base WHERE photo_id IN (SELECT value FROM json_each(@ids))`,
    { ids: JSON.stringify(photoIds) },
  );
  return new Map(rows.map(({ id, known }) => [id, JSON.parse(known) as Partial<Description>]));
}

/** @param input.known null: as if they had never been compared */
export function setKnown(
  db: Db,
  input: { photoId: number; known: Partial<Description> | null; now: number },
): void {
  const { photoId, known, now } = input;
  execute(db, `DELETE FROM metadata_base WHERE photo_id = @photoId`, { photoId });
  if (known === null) return;
  execute(db, `INSERT INTO metadata_base(photo_id, known, at) VALUES (@photoId, @known, @now)`, {
    photoId,
    now,
    known: JSON.stringify(known),
  });
}

/** Brings in what the files said. Answers whether the photo changed. */
export function applyDifferences(
  db: Db,
  input: { photoId: number; differences: readonly Difference[]; now: number },
): boolean {
  const { photoId, now } = input;
  const taken = input.differences.filter(({ verdict }) => verdict === 'take' || verdict === 'merge');
  for (const { field, becomes } of taken) {
    if (field === 'people') setPeople(db, { photoId, people: becomes as string[], now });
    else if (field !== 'subjects' && field !== 'hierarchical')
      setField(db, { photoId, field, value: becomes, now });
  }
  if (taken.some(({ field }) => field === 'subjects' || field === 'hierarchical')) setKeywords(db, input);
  return taken.length > 0;
}

type Setter = (db: Db, input: { photoId: number; value: unknown; now: number }) => void;

const setColumn =
  (column: 'rating' | 'title' | 'caption'): Setter =>
  (db, input) => {
    execute(db, `UPDATE photos SET ${column} = @value, updated_at = @now WHERE id = @photoId`, input);
  };

const SETTERS: Record<ScalarField, Setter> = {
  rating: setColumn('rating'),
  title: setColumn('title'),
  caption: setColumn('caption'),
  takenAt: (db, { photoId, value, now }) => {
    const time = timeOf(value as string | null);
    execute(
      db,
      // Without a time a photo stays where it is in the order of the library.
      `UPDATE photos SET taken_at = @local, taken_offset_minutes = @offset, taken_offset_source = @source,
         sort_at = coalesce(@sortAt, sort_at), updated_at = @now WHERE id = @photoId`,
      {
        photoId,
        now,
        local: time?.local ?? null,
        offset: time?.offsetMinutes ?? null,
        source: time?.offsetMinutes == null ? null : 'tag',
        sortAt: time === null ? null : localMs(time.local),
      },
    );
  },
  position: (db, { photoId, value, now }) => {
    const { latitude = null, longitude = null } = positionOf(value as string | null) ?? {};
    execute(
      db,
      `UPDATE photos SET latitude = @latitude, longitude = @longitude, updated_at = @now WHERE id = @photoId`,
      { photoId, now, latitude, longitude },
    );
  },
};

export function setField(
  db: Db,
  { field, ...input }: { photoId: number; field: ScalarField; value: unknown; now: number },
): void {
  SETTERS[field](db, input);
}

export function setPeople(
  db: Db,
  { photoId, people, now }: { photoId: number; people: readonly string[]; now: number },
): void {
  execute(db, `UPDATE photos SET people = @people, updated_at = @now WHERE id = @photoId`, {
    photoId,
    now,
    people: JSON.stringify(people),
  });
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
