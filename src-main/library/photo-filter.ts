import type { PhotoFilter } from '../../src-preload/contract/photos.ts';

interface Where {
  sql: string;
  bindings: Record<string, unknown>;
}

const HAS: Record<NonNullable<PhotoFilter['has']>, string> = {
  jpg: 'photos.jpg_available = 1',
  raw: 'photos.raw_available = 1',
  pair: 'photos.jpg_available = 1 AND photos.raw_available = 1',
  jpg_only: 'photos.jpg_available = 1 AND photos.raw_available = 0',
  raw_only: 'photos.raw_available = 1 AND photos.jpg_available = 0',
  other: 'photos.other_available = 1',
};
const KEEP: Record<NonNullable<PhotoFilter['keep']>, string> = {
  pending: 'photos.pending = 1',
  rejected: 'photos.keep_jpg = 0 AND photos.keep_raw = 0',
  kept: 'photos.pending = 0',
};
const ORIENTATION: Record<NonNullable<PhotoFilter['orientation']>, string> = {
  landscape: 'photos.width > photos.height',
  portrait: 'photos.width < photos.height',
  square: 'photos.width = photos.height',
};

/**
 * The filter as a condition over `photos`. What is not present is in no view: the indexes that views are read from hold
 * only what is (`WHERE present = 1`).
 */
export function whereOf(filter: PhotoFilter): Where {
  const terms: string[] = ['photos.present = 1'];
  const bindings: Record<string, unknown> = {};
  if (filter.projectId !== undefined) {
    terms.push('photos.project_id = @projectId');
    bindings.projectId = filter.projectId;
  }
  if (filter.text !== undefined && filter.text !== '') {
    terms.push(`photos.base_name LIKE @text ESCAPE '\\'`);
    bindings.text = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
  }
  if (filter.thumbnail !== undefined) {
    terms.push(`EXISTS (SELECT 1 FROM derivatives AS d
      WHERE d.photo_id = photos.id AND d.kind = 'thumbnail' AND d.status = @thumbnail)`);
    bindings.thumbnail = filter.thumbnail;
  }
  if (filter.keep !== undefined) terms.push(KEEP[filter.keep]);
  if (filter.unwritten) terms.push('photos.unwritten = 1');
  // A list rather than a question per photo: few are in conflict, and all others need not be looked at.
  if (filter.conflict) terms.push('photos.id IN (SELECT photo_id FROM metadata_conflicts)');
  if (filter.has !== undefined) terms.push(HAS[filter.has]);
  if (filter.orientation !== undefined) terms.push(ORIENTATION[filter.orientation]);
  if (filter.ratingMin !== undefined) {
    terms.push('photos.rating >= @ratingMin');
    bindings.ratingMin = filter.ratingMin;
  }
  if (filter.tags !== undefined && filter.tags.length > 0) {
    terms.push(`(SELECT count(DISTINCT tags.name) FROM photo_tags JOIN tags ON tags.id = photo_tags.tag_id
      WHERE photo_tags.photo_id = photos.id AND tags.name IN (SELECT value FROM json_each(@tags))) = @tagCount`);
    bindings.tags = JSON.stringify(filter.tags);
    bindings.tagCount = new Set(filter.tags).size;
  }
  // Local time as text sorts as time does; a day's end is the start of the next text after it.
  if (filter.takenFrom !== undefined) {
    terms.push('photos.taken_at >= @takenFrom');
    bindings.takenFrom = filter.takenFrom;
  }
  if (filter.takenTo !== undefined) {
    terms.push(`photos.taken_at < @takenTo || 'T99'`);
    bindings.takenTo = filter.takenTo;
  }
  return { sql: terms.join(' AND '), bindings };
}
