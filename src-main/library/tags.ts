import { type Db, execute, selectAll } from '../db/connection.ts';

/** Gives a photo exactly these tags. */
export function setTags(
  db: Db,
  { id, tags, now }: { id: number; tags: readonly string[]; now: number },
): void {
  const bindings = { id, tags: JSON.stringify(tags) };
  execute(db, `INSERT INTO tags(name) SELECT value FROM json_each(@tags) WHERE 1 ON CONFLICT DO NOTHING`, {
    tags: bindings.tags,
  });
  execute(
    db,
    `DELETE FROM photo_tags WHERE photo_id = @id
       AND tag_id NOT IN (SELECT id FROM tags WHERE name IN (SELECT value FROM json_each(@tags)))`,
    bindings,
  );
  execute(
    db,
    `INSERT INTO photo_tags(photo_id, tag_id)
     SELECT @id, id FROM tags WHERE name IN (SELECT value FROM json_each(@tags)) ON CONFLICT DO NOTHING`,
    bindings,
  );
  execute(db, `UPDATE photos SET updated_at = @now WHERE id = @id`, { id, now });
}

/** Gives a photo these tags besides those that it has. */
export function addTags(
  db: Db,
  { photoId, tags, now }: { photoId: number; tags: readonly string[]; now: number },
): void {
  if (tags.length === 0) return;
  const has = tagsOf(db, [photoId])[0]?.tags ?? [];
  if (tags.every((tag) => has.includes(tag))) return;
  setTags(db, { id: photoId, tags: [...new Set([...has, ...tags])], now });
}

export function tagsOf(db: Db, ids: readonly number[]): { id: number; tags: string[] }[] {
  const rows = selectAll<{ id: number; name: string | null }>(
    db,
    `SELECT photos.id, tags.name FROM photos LEFT JOIN photo_tags ON photo_tags.photo_id = photos.id
       LEFT JOIN tags ON tags.id = photo_tags.tag_id WHERE photos.id IN (SELECT value FROM json_each(@ids)) ORDER BY photos.id, tags.name`,
    { ids: JSON.stringify(ids) },
  );
  const byId = new Map<number, string[]>();
  for (const { id, name } of rows) {
    const tags = byId.get(id) ?? [];
    if (name !== null) tags.push(name);
    byId.set(id, tags);
  }
  return [...byId].map(([id, tags]) => ({ id, tags }));
}

/** All tags that photos have, with how many. */
export function listTags(db: Db): { name: string; photos: number }[] {
  return selectAll<{ name: string; photos: number }>(
    db,
    `SELECT tags.name AS name, count(*) AS photos FROM photo_tags JOIN tags ON tags.id = photo_tags.tag_id
       JOIN photos ON photos.id = photo_tags.photo_id AND photos.present = 1
     GROUP BY tags.id ORDER BY tags.name COLLATE NOCASE`,
  );
}
