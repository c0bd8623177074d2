import { join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { execute, selectAll, selectOne } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { lookAtFile } from '../files/list-folder.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { getProject } from '../library/projects.ts';
import { isInWork } from '../library/record-check.ts';
import { recordFileProblem } from '../library/record-derivatives.ts';
import { projectToCheck } from './check-scope.ts';
import type { HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';

const payload = z.object({
  projectId: z.int().positive().nullable().default(null),
  photoIds: z.array(z.int().positive()).nullable().default(null),
  /** All of it, whatever it costs, and what is known to be damaged too. */
  everything: z.boolean().default(false),
  /** Files that were read whole within so many days are left for later. */
  minAgeDays: z.number().min(0).default(7),
});
type Payload = z.infer<typeof payload>;

const PAGE = 500;
const MB = 1024 * 1024;
const DAY_MS = 86_400_000;
const BIT_ROT = 'bit_rot';

const itemPayload = z.object({ fileId: z.int() });

type Candidate = Pick<
  FileRow,
  | 'id'
  | 'photo_id'
  | 'project_id'
  | 'path'
  | 'bytes'
  | 'created_at'
  | 'verified_at'
  | 'verify_tried_at'
  | 'format'
> & {
  folder: string;
};

/**
 * Reads files again and compares them with their stored hashes, those first that were read longest ago, until the budget
 * of a run is used up. Projects that are away cost nothing of it, and what cannot be read comes last the next time: otherwise
 * nothing else would ever be read. Same size and time but other content is damage that no program has made: it is noted,
 * and the file left as it is.
 */
export const verify: JobHandler<Payload> = {
  type: 'verify',
  payload,
  // One disk, one reader: more at once only make it seek.
  concurrency: () => 2,

  async *discover({ services, payload }, from) {
    const isAway = lookOnce(services, payload);
    const budget = payload.everything
      ? Number.POSITIVE_INFINITY
      : services.config.maintenance.verify_mb_per_run * MB;
    const before = services.clock.wall() - payload.minAgeDays * DAY_MS;
    let cursor = readCursor(from);
    for (;;) {
      const rows = candidates(services, payload, cursor);
      if (rows.length === 0) return;
      const items: NewItem[] = [];
      for (const row of rows) {
        const lookedAt = row.verify_tried_at ?? row.verified_at;
        cursor = { ...cursor, lookedAt: lookedAt ?? 0, id: row.id };
        // A file is read whole when it is taken in.
        if (!payload.everything && (lookedAt ?? row.created_at) > before) continue;
        const passedOver = await isAway(row.project_id);
        if (passedOver !== null) {
          if (!cursor.told.includes(row.project_id)) items.push(passedOver);
          cursor = { ...cursor, told: [...new Set([...cursor.told, row.project_id])] };
          continue;
        }
        if (cursor.bytes > 0 && cursor.bytes + row.bytes > budget) {
          yield { items, cursor: JSON.stringify(cursor) };
          return;
        }
        cursor = { ...cursor, bytes: cursor.bytes + row.bytes };
        items.push({
          ref: `${row.folder}/${row.path}`,
          photoId: row.photo_id,
          payload: { fileId: row.id },
          kind: row.format,
        });
      }
      yield { items, cursor: JSON.stringify(cursor) };
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, payload } = context;
    const { fileId } = itemPayload.parse(JSON.parse(context.item.payload));
    const file = selectOne<FileRow>(services.db, `SELECT * FROM files WHERE id = @fileId`, { fileId });
    const project = file === undefined ? null : getProject(services.db, file.project_id);
    if (file === undefined || project === null || project.deleted_at !== null || file.missing_at !== null) {
      return { state: 'skipped', error: { code: 'file_missing' } };
    }
    const place = await projectToCheck(services, payload, project);
    if ('passedOver' in place) return { state: 'skipped', error: place.passedOver.skipped ?? null };
    services.probe('volume_seen');
    const found = await compare(context, file, join(place.folder, file.path)).catch(toAppError);
    if (!(found instanceof AppError) && found.state !== 'skipped') return found;
    // A file that is gone, or cannot be read, may be one whose drive was pulled meanwhile: then this was no look at it.
    const again = await projectToCheck(services, payload, project);
    if ('passedOver' in again) return { state: 'skipped', error: again.passedOver.skipped ?? null };
    if (found instanceof AppError) throw found;
    return { ...found, apply: () => recordTry(services, fileId) };
  },

  giveUp({ services, item }) {
    recordTry(services, itemPayload.parse(JSON.parse(item.payload)).fileId);
    return undefined;
  },
};

/** The item for a project that is away, null for one that is here. Each is looked at once. */
function lookOnce(services: HandlerServices, scope: Payload): (projectId: number) => Promise<NewItem | null> {
  const known = new Map<number, NewItem | null>();
  return async (projectId) => {
    const found = known.get(projectId);
    if (found !== undefined) return found;
    const project = getProject(services.db, projectId);
    const place = project === null ? null : await projectToCheck(services, scope, project);
    const passedOver = place !== null && 'passedOver' in place ? place.passedOver : null;
    known.set(projectId, passedOver);
    return passedOver;
  };
}

const cursorShape = z.object({
  lookedAt: z.number(),
  id: z.number(),
  /** Of the budget, used so far. */
  bytes: z.number(),
  /** Projects that are away, each with an item that says so. */
  told: z.array(z.number()).default([]),
});
type Cursor = z.infer<typeof cursorShape>;

function readCursor(from: string | null): Cursor {
  return from === null ? { lookedAt: -1, id: 0, bytes: 0, told: [] } : cursorShape.parse(JSON.parse(from));
}

/** As the index has it. */
const LOOKED_AT = 'coalesce(verify_tried_at, verified_at, 0)';

/** In two parts: with one condition for both, each page would read the index from its beginning. */
function candidates(services: HandlerServices, scope: Payload, cursor: Cursor): Candidate[] {
  const rows = candidatesWhere(
    services,
    scope,
    cursor,
    `${LOOKED_AT} = @lookedAt AND files.id > @id`,
    'files.id',
  );
  if (rows.length > 0) return rows;
  const isLater = `${LOOKED_AT} > @lookedAt`;
  return candidatesWhere(services, scope, cursor, isLater, `${LOOKED_AT}, files.id`);
}

function candidatesWhere(
  { db }: HandlerServices,
  scope: Payload,
  { lookedAt, id }: Cursor,
  isNext: string,
  order: string,
): Candidate[] {
  return selectAll<Candidate>(
    db,
    `SELECT files.id, photo_id, files.project_id AS project_id, path, bytes, files.created_at, verified_at,
       verify_tried_at, format, folder
     FROM files INDEXED BY files_by_check JOIN projects ON projects.id = files.project_id
     WHERE missing_at IS NULL AND ${isNext} AND deleted_at IS NULL
       AND (@projectId IS NULL OR files.project_id = @projectId)
       AND (@photoIds IS NULL OR photo_id IN (SELECT value FROM json_each(@photoIds)))
       AND (@everything OR problem_code IS NOT '${BIT_ROT}')
     ORDER BY ${order} LIMIT ${PAGE}`,
    {
      lookedAt,
      id,
      projectId: scope.projectId,
      photoIds: scope.photoIds === null ? null : JSON.stringify(scope.photoIds),
      everything: scope.everything ? 1 : 0,
    },
  );
}

async function compare(context: ItemContext<Payload>, file: FileRow, path: string): Promise<ItemResult> {
  const { services, signal } = context;
  const photoId = file.photo_id;
  const isAsNoted = async () => {
    const seen = await lookAtFile(path);
    return seen !== null && seen.bytes === file.bytes && seen.mtimeMs === file.mtime_ms;
  };
  // Missing, or written to: manifest_check looks after both.
  const changed: ItemResult = { state: 'skipped', photoId, error: { code: 'file_changed' } };
  if (!(await isAsNoted())) return changed;
  const { sha256 } = await services.workers.run('hash', { path }, { signal });
  if (sha256 === file.sha256) return { state: 'done', photoId, apply: () => recordIntact(services, file) };
  // Written to while it was read, it is no damage.
  if (!(await isAsNoted()) || isInWork(services.db, file)) return changed;
  return {
    state: 'failed',
    photoId,
    error: { code: BIT_ROT, detail: file.path },
    apply: () => recordRot(context, file, sha256),
  };
}

function recordIntact(
  { db, clock, changes }: HandlerServices,
  { id, sha256, photo_id, problem_code }: FileRow,
): void {
  execute(
    db,
    `UPDATE files SET verified_at = @now, verify_tried_at = NULL,
       problem_detail = CASE WHEN problem_code = '${BIT_ROT}' THEN NULL ELSE problem_detail END,
       problem_code = CASE WHEN problem_code = '${BIT_ROT}' THEN NULL ELSE problem_code END
     WHERE id = @id AND sha256 = @sha256`,
    { id, sha256, now: clock.wall() },
  );
  if (problem_code === BIT_ROT) changes.photo(photo_id, { added: false });
}

function recordTry({ db, clock }: HandlerServices, id: number): void {
  execute(db, `UPDATE files SET verify_tried_at = @now WHERE id = @id`, { id, now: clock.wall() });
}

function recordRot({ services, job }: ItemContext<Payload>, file: FileRow, found: string): void {
  const { db, clock, changes } = services;
  recordFileProblem(db, file.id, { code: BIT_ROT });
  recordAudit(db, {
    at: clock.wall(),
    actor: 'task',
    action: 'bit_rot_found',
    taskId: job.task_id,
    projectId: file.project_id,
    photoId: file.photo_id,
    detail: { path: file.path, expected: file.sha256, found },
  });
  changes.photo(file.photo_id, { added: false });
}
