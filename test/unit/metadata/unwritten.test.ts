import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, execute, selectAll } from '../../../src-main/db/connection.ts';
import { setTags } from '../../../src-main/library/tags.ts';
import { type Description, NOTHING, normalized } from '../../../src-main/metadata/description.ts';
import { descriptionOf, knownOf, setField, setKnown, setPeople } from '../../../src-main/metadata/rows.ts';
import { refreshUnwritten, unwrittenFields } from '../../../src-main/metadata/unwritten.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

const words = fc.constantFrom(null, 'a', 'b');
const list = fc.uniqueArray(fc.constantFrom('a', 'x|y', 'b'), { maxLength: 2 });
const said = fc.record({
  rating: fc.constantFrom(0, 3, -1),
  title: words,
  caption: words,
  takenAt: fc.constantFrom(null, '2026-06-01T10:00:00', '2026-06-01T10:00:00+02:00'),
  position: fc.constantFrom(null, '1,2'),
  keywords: list,
  people: list,
});
const photo = fc.record({ said, known: fc.option(fc.tuple(said, fc.boolean())), unwritten: fc.boolean() });

function describedAs({ keywords, ...rest }: typeof said extends fc.Arbitrary<infer Said> ? Said : never) {
  return normalized({ ...NOTHING, ...rest, subjects: keywords, hierarchical: keywords });
}

function storePhotos(
  db: Db,
  photos: readonly (typeof photo extends fc.Arbitrary<infer One> ? One : never)[],
) {
  execute(db, `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (1, 'P', 'P', 0, 0)`);
  for (const [at, { said: ours, known, unwritten }] of photos.entries()) {
    const photoId = at + 1;
    execute(
      db,
      `INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at, unwritten)
       VALUES (@photoId, 1, @photoId, 0, 0, 0, @unwritten)`,
      { photoId, unwritten: unwritten ? 1 : 0 },
    );
    for (const field of ['rating', 'title', 'caption', 'takenAt', 'position'] as const)
      setField(db, { photoId, field, value: ours[field], now: 1 });
    setPeople(db, { photoId, people: ours.people, now: 1 });
    setTags(db, { id: photoId, tags: ours.keywords, now: 1 });
    if (known === null) continue;
    const [before, isWhole] = known;
    const base: Partial<Description> = describedAs(before);
    if (!isWhole) delete base.title;
    setKnown(db, { photoId, known: base, now: 1 });
  }
}

test('of many photos at once the same wait to be written as of each looked at alone', () => {
  fc.assert(
    fc.property(fc.array(photo, { minLength: 1, maxLength: 30 }), (photos) => {
      const db = memoryDatabase();
      storePhotos(db, photos);
      const ids = photos.map((_, at) => at + 1);
      refreshUnwritten(db, [...ids, 999_999]);
      const alone = ids.map((id) => {
        const ours = descriptionOf(db, id);
        return { id, unwritten: ours !== null && unwrittenFields(knownOf(db, id), ours).length > 0 ? 1 : 0 };
      });
      expect(selectAll(db, `SELECT id, unwritten FROM photos ORDER BY id`)).toEqual(alone);
      db.close();
    }),
    { numRuns: 60 },
  );
});

test('photos that are not named stay as they are', () => {
  const db = memoryDatabase();
  const [one] = fc.sample(
    photo.filter(({ said: { rating } }) => rating === 3),
    1,
  );
  if (one === undefined) throw new Error('there is no such photo');
  const alike = { ...one, known: null, unwritten: false };
  storePhotos(db, [alike, alike]);
  refreshUnwritten(db, [2]);
  expect(selectAll(db, `SELECT id, unwritten FROM photos ORDER BY id`)).toEqual([
    { id: 1, unwritten: 0 },
    { id: 2, unwritten: 1 },
  ]);
});

test('more photos than are looked at with one statement', () => {
  const db = memoryDatabase();
  execute(db, `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (1, 'P', 'P', 0, 0)`);
  execute(
    db,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
     INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at, rating)
     SELECT i, 1, i, 0, 0, 0, i % 2 FROM n`,
  );
  refreshUnwritten(
    db,
    Array.from({ length: 2500 }, (_, at) => at + 1),
  );
  expect(selectAll(db, `SELECT rating, unwritten, count(*) AS n FROM photos GROUP BY 1, 2`)).toEqual([
    { rating: 0, unwritten: 0, n: 1250 },
    { rating: 1, unwritten: 1, n: 1250 },
  ]);
});
