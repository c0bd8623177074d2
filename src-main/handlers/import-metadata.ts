import { join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { selectAll } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { type PhotoBundle, photoBundle, photoBundles } from '../library/bundle-rows.ts';
import { mergeSources, type Source } from '../metadata/merge-sources.ts';
import { applyDifferences, descriptionOf, knownOf, recordConflicts, setKnown } from '../metadata/rows.ts';
import { compareThreeWay, type Difference, knownAfter } from '../metadata/three-way.ts';
import type { HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { photoScope } from './photo-scope.ts';
import { orProjectAway, requireProjectHere } from './project-here.ts';

const payload = photoScope.extend({
  /** Says what would change, and changes nothing. */
  dryRun: z.boolean().default(false),
});
type Payload = z.infer<typeof payload>;

const PAGE = 250;

/**
 * Reads what people wrote about photos from their files, and brings it into the library where only the files changed.
 * Where both did, in different ways, the field is left as it is on both sides and told as a conflict.
 */
export const importMetadata: JobHandler<Payload> = {
  type: 'import',
  payload,
  concurrency: ({ config }) => config.exiftool.maxConcurrent * 2,

  async *discover({ services: { db }, payload: { projectId, photoIds } }, from) {
    for (let after = Number(from ?? 0); ; ) {
      const ids = presentPhotoIds(db, { projectId, photoIds, after });
      if (ids.length === 0) return;
      after = ids.at(-1) ?? after;
      const items = photoBundles(db, ids).map(
        ({ photo, project }): NewItem => ({
          ref: `${project.folder}/${photo.base_name}`,
          photoId: photo.id,
          kind: 'metadata',
        }),
      );
      yield { items, cursor: String(after) };
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item } = context;
    const bundle = item.photo_id === null ? null : photoBundle(services.db, item.photo_id);
    if (bundle === null || bundle.photo.present === 0)
      return { state: 'skipped', error: { code: 'photo_gone' } };
    const theirs = mergeSources(await readSources(context, bundle), services.config.exif.readPreference);
    const photoId = bundle.photo.id;
    const compare = () => {
      const [known, ours] = [knownOf(services.db, photoId), descriptionOf(services.db, photoId)];
      if (ours === null) throw new AppError('photo_gone');
      return { known, differences: compareThreeWay(known, ours, theirs) };
    };
    const { differences } = compare();
    const isConflict = differences.some(({ verdict }) => verdict === 'conflict');
    return {
      state: differences.some(({ verdict }) => verdict !== 'pending') ? 'done' : 'skipped',
      photoId,
      result: { files: [], difference: differences },
      error: isConflict ? { code: 'metadata_conflict' } : null,
      // Compared once more with what the library says at that moment: a person may have typed meanwhile.
      ...(payload.dryRun
        ? {}
        : {
            apply: () => {
              const now = compare();
              record(context, photoId, now.differences);
              const at = services.clock.wall();
              setKnown(services.db, {
                photoId,
                known: knownAfter(now.known, theirs, now.differences),
                now: at,
              });
            },
          }),
    };
  },
};

function presentPhotoIds(
  db: HandlerServices['db'],
  { photoIds, ...scope }: { projectId: number | null; photoIds: readonly number[] | null; after: number },
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

/** Sidecars first, then the picture that stands for the photo: a RAW that comes with a JPEG says nothing of its own. */
async function readSources(
  { services, signal }: ItemContext<Payload>,
  { files, project }: PhotoBundle,
): Promise<Source[]> {
  const folder = await requireProjectHere(services, project);
  const picture =
    files.find(({ role }) => role === 'image') ??
    files.find(({ role }) => role === 'raw') ??
    files.find(({ role }) => role === 'video');
  const read = async (kind: Source['kind'], file: FileRow): Promise<Source> => {
    const path = join(folder, file.path);
    return { kind, said: await services.workers.run('description', { path }, { signal }) };
  };
  try {
    return await Promise.all([
      ...files.filter(({ role }) => role === 'sidecar').map((file) => read('sidecar', file)),
      ...(picture === undefined ? [] : [read('embedded', picture)]),
    ]);
  } catch (error) {
    throw await orProjectAway(services, project, toAppError(error));
  }
}

function record(
  { services, job }: ItemContext<Payload>,
  photoId: number,
  differences: readonly Difference[],
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  recordConflicts(db, { photoId, differences, now });
  if (!applyDifferences(db, { photoId, differences, now })) return;
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'metadata_imported',
    taskId: job.task_id,
    projectId: null,
    photoId,
    detail: { differences },
  });
  changes.photo(photoId, { added: false });
}
