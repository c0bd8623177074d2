import { randomUUID } from 'node:crypto';
import type { PhotoDescription } from '../../../src-preload/contract/photos.ts';
import { recordAudit } from '../../db/audit.ts';
import { transaction } from '../../db/connection.ts';
import { recordStep } from '../../library/culling-steps.ts';
import { describe } from '../../metadata/describe.ts';
import type { LibraryEngine } from '../library-engine.ts';

/**
 * Sets title, caption, people, place and time of photos, as one transaction. Answers those that changed. No file is touched:
 * they wait until metadata is written.
 */
export function describePhotos(
  { db, clock, changes }: LibraryEngine,
  { ids, step = randomUUID(), ...said }: PhotoDescription & { ids: readonly number[] },
): number[] {
  const changed = transaction(db, () => {
    const now = clock.wall();
    const before = describe(db, { ids, said, now });
    recordStep(db, { step, kind: 'description', before, now });
    if (before.length > 0) {
      recordAudit(db, {
        at: now,
        actor: 'person',
        action: 'photos_described',
        taskId: null,
        projectId: null,
        photoId: null,
        detail: { photos: before.map(({ id }) => id), said },
      });
    }
    return before.map(({ id }) => id);
  });
  for (const id of changed) changes.photo(id, { added: false });
  return changed;
}
