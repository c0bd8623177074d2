import type { PhotoDescription } from '../../src-preload/contract/photos.ts';
import { isYearTaken } from '../../src-preload/contract/taken-at.ts';
import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import { localMs } from '../library/bundles.ts';
import { normalized, positionText, timeOf, timeText } from './description.ts';
import { withoutChange } from './list-change.ts';
import { descriptionOf, setField, setPeople } from './rows.ts';
import { refreshUnwritten } from './unwritten.ts';

/** What a photo has of what can be described, as its row holds it. */
export interface DescribedFields {
  title: string | null;
  caption: string | null;
  people: string;
  latitude: number | null;
  longitude: number | null;
  taken_at: string | null;
  taken_offset_minutes: number | null;
  taken_offset_source: string | null;
  sort_at: number;
}

/** Columns that change together. */
const GROUPS = [
  ['title'],
  ['caption'],
  ['people'],
  ['latitude', 'longitude'],
  ['taken_at', 'taken_offset_minutes', 'taken_offset_source', 'sort_at'],
] as const satisfies (keyof DescribedFields)[][];

export interface Described {
  id: number;
  /** What it was before, of what changed. */
  description: Partial<DescribedFields>;
  /** What it became. Not in steps of versions before this one. */
  after?: Partial<DescribedFields>;
  /** The people it had then; with those before, they tell who came and who went. */
  people?: string;
}

/**
 * Sets what a person says of photos. Answers those that changed, with what they were before. Call it in a transaction.
 */
export function describe(
  db: Db,
  input: { ids: readonly number[]; said: Omit<PhotoDescription, 'step'>; now: number },
): Described[] {
  const changed = input.ids.flatMap((id) => {
    const description = described(db, id);
    if (description === undefined) return [];
    describeOne(db, id, { description, said: input.said, now: input.now });
    const after = described(db, id);
    const groups = GROUPS.filter((group) => group.some((column) => after?.[column] !== description[column]));
    if (after === undefined || groups.length === 0) return [];
    const of = (fields: DescribedFields) =>
      Object.fromEntries(groups.flat().map((column) => [column, fields[column]]));
    const was = of(description);
    return [{ id, description: was, after: of(after), ...('people' in was ? { people: after.people } : {}) }];
  });
  refreshUnwritten(
    db,
    changed.map(({ id }) => id),
  );
  return changed;
}

function described(db: Db, photoId: number): DescribedFields | undefined {
  return selectOne<DescribedFields>(
    db,
    `SELECT ${GROUPS.flat().join(', ')} FROM photos WHERE id = @photoId`,
    { photoId },
  );
}

function describeOne(
  db: Db,
  photoId: number,
  input: { description: DescribedFields; said: Omit<PhotoDescription, 'step'>; now: number },
): void {
  const { description, said, now } = input;
  const before = descriptionOf(db, photoId);
  if (before === null) return;
  for (const field of ['title', 'caption'] as const) {
    const value = said[field];
    if (value === undefined) continue;
    // In the form in which files are read, or it would seem to wait for ever.
    const plain = normalized({ ...before, [field]: value })[field];
    if (plain !== before[field]) setField(db, { photoId, field, value: plain, now });
  }
  if (said.people !== undefined) {
    const { add, remove } = said.people;
    const left = before.people.filter((name) => !remove.includes(name));
    const { people } = normalized({ ...before, people: [...left, ...add] });
    if (JSON.stringify(people) !== JSON.stringify(before.people)) setPeople(db, { photoId, people, now });
  }
  if (said.position !== undefined) {
    const value = positionText(said.position?.latitude ?? null, said.position?.longitude ?? null);
    if (value !== before.position) setField(db, { photoId, field: 'position', value, now });
  }
  const takenAt = timeFor(description, said);
  if (takenAt !== null && takenAt !== before.takenAt)
    setField(db, { photoId, field: 'takenAt', value: takenAt, now });
}

/** Null where the time stays. A shift leaves the offset as it is: it is the clock that was wrong, not the place. */
function timeFor(
  { taken_at, taken_offset_minutes, taken_offset_source }: DescribedFields,
  { takenAt, shiftSeconds }: Pick<PhotoDescription, 'takenAt' | 'shiftSeconds'>,
): string | null {
  const offset = (minutes: number | null) => (taken_offset_source === 'tag' ? minutes : null);
  const base =
    takenAt === undefined
      ? taken_at === null
        ? null
        : { local: taken_at, offsetMinutes: offset(taken_offset_minutes) }
      : timeOf(takenAt.replace('Z', '+00:00').replace(TO_THE_MINUTE, '$&:00'));
  if (base === null || (takenAt === undefined && !shiftSeconds)) return null;
  const [, fraction = ''] = base.local.split('.');
  const shifted = new Date(localMs(base.local.slice(0, 19)) + (shiftSeconds ?? 0) * 1000);
  const second = shifted.toISOString().slice(0, 19);
  // Shifted to where no file can say so, it would wait to be written for ever, or be no time at all.
  if (!isYearTaken(second)) return null;
  return timeText(second + (fraction === '' ? '' : `.${fraction}`), base.offsetMinutes);
}

/** As the contract allows it: `2026-06-01T10:00`. */
const TO_THE_MINUTE = /T\d\d:\d\d$/;

/** For an undo: what was changed is what it was. What files said since, of this or other things, stays. */
export function restoreDescribed(
  db: Db,
  { id, description, after, people, now }: Described & { now: number },
): void {
  const current = described(db, id);
  if (current === undefined) return;
  const list = (json: string | undefined) => JSON.parse(json ?? '[]') as string[];
  const change = { before: list(description.people), after: list(people) };
  const was = people === undefined ? {} : { people: withoutChange(list(current.people), change).sort() };
  const values = { ...description, ...('people' in was ? { people: JSON.stringify(was.people) } : {}) };
  const isAsLeft = (group: (typeof GROUPS)[number]) =>
    after === undefined || group.every((column) => current[column] === after[column]);
  const sets = GROUPS.filter((group) => group[0] === 'people' || isAsLeft(group))
    .flat()
    .flatMap((column) => (column in values ? [`${column} = @${column}`] : []));
  execute(db, `UPDATE photos SET ${[...sets, 'updated_at = @now'].join(', ')} WHERE id = @id`, {
    ...values,
    id,
    now,
  });
}

/** All people that photos have, with how many. */
export function listPeople(db: Db): { name: string; photos: number }[] {
  return selectAll<{ name: string; photos: number }>(
    db,
    `SELECT value AS name, count(*) AS photos FROM photos, json_each(photos.people) WHERE present = 1
     GROUP BY value ORDER BY value COLLATE NOCASE`,
  );
}
