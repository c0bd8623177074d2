import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { execute, selectAll } from '../db/connection.ts';
import { AppError } from '../files/app-error.ts';
import { MAX_ITEMS_PER_JOB } from '../jobs/chunks.ts';
import { getTask } from '../tasks/sql.ts';
import type { Discovery, FollowUp, HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { importScanned } from './scan-import.ts';
import { priorityOf, type ScanOrder, scanOrder, TASK_OF_ACTION } from './scan-order.ts';

const actionItem = z.object({
  /** Null for an import, which takes in whatever the scan has found. */
  photoIds: z.array(z.int()).nullable(),
  /** The task that was started for it: noted in the transaction that stored it, so that none is started twice. */
  taskId: z.string().optional(),
});
type ActionItem = z.infer<typeof actionItem>;

/** Results of a scan read per query. */
const PAGE = 1000;

/**
 * The step after a scan: starts the declared tasks that do what it was asked for. One for an import, so that pairs stay
 * together wherever they were found; for photos of the library one for each 2,000 of them. Where files are looked at
 * again because somebody had that retried, it comes again: for what nothing was started for yet.
 */
export const scanActionStep: JobHandler<ScanOrder> = {
  type: 'scan_action',
  payload: scanOrder,
  concurrency: () => 1,
  followsItems: true,

  isNeeded: (_services, { action, dryRun }) => !dryRun && TASK_OF_ACTION[action] !== null,

  async *discover({ services, payload, job }, from): AsyncGenerator<Discovery> {
    if (payload.action === 'import') {
      const item: ActionItem = { photoIds: null };
      yield { items: [{ ref: payload.shown ?? payload.path, payload: item }], cursor: 'all' };
      return;
    }
    const seen = new Set<number>();
    let photoIds: number[] = [];
    for (let after = Number(from ?? 0); ; ) {
      const rows = matchedPhotos(services, { taskId: job.task_id, jobId: job.id, after });
      after = rows.at(-1)?.id ?? after;
      for (const { photo_id: id } of rows) {
        if (!seen.has(id)) photoIds.push(id);
        seen.add(id);
      }
      const isLast = rows.length < PAGE;
      if (photoIds.length > 0 && (isLast || photoIds.length + PAGE > MAX_ITEMS_PER_JOB)) {
        const item: ActionItem = { photoIds };
        const ref = `${photoIds.length} photos from ${photoIds[0]}`;
        yield { items: [{ ref, payload: item }], cursor: String(after) };
        photoIds = [];
      }
      if (isLast) return;
      await nextTurn();
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item, job } = context;
    requireAllowed(services, payload);
    const { photoIds, taskId: before } = actionItem.parse(JSON.parse(item.payload));
    const requestedBy = getTask(services.db, job.task_id ?? '')?.requested_by;
    const priority = priorityOf(services.config, payload.priority);
    const by = {
      ...(requestedBy === undefined ? {} : { requestedBy }),
      ...(priority === undefined ? {} : { priority }),
    };
    const taskId =
      photoIds === null
        ? await importScanned(context, by)
        : (before ?? startFor(context, { ...orderFor(payload, photoIds), ...by }));
    return taskId === null
      ? { state: 'skipped', error: { code: 'nothing_to_do' } }
      : { state: 'done', result: { files: [], taskId } };
  },
};

/** Asked here too: a recipe runs long after it was saved. */
function requireAllowed({ config }: HandlerServices, { action }: ScanOrder): void {
  const { allowManualImport, allowManualWrite } = config.sync;
  const setting =
    action === 'metadata_import' && !allowManualImport
      ? 'sync.allowManualImport'
      : action === 'metadata_write' && !allowManualWrite
        ? 'sync.allowManualWrite'
        : null;
  if (setting !== null) throw new AppError('action_disabled', { detail: setting });
}

function orderFor({ action }: ScanOrder, photoIds: number[]): FollowUp {
  // What somebody asks to be verified is verified now, however lately it was.
  const more = action === 'verify' ? { minAgeDays: 0, everything: true } : {};
  return { type: TASK_OF_ACTION[action] ?? '', params: { projectId: null, photoIds, ...more } };
}

function startFor({ services, item, commit }: ItemContext<ScanOrder>, order: FollowUp): string {
  return commit(() => {
    const taskId = services.startTask(order);
    execute(
      services.db,
      `UPDATE job_items SET payload = json_set(payload, '$.taskId', @taskId) WHERE id = @id`,
      { id: item.id, taskId },
    );
    return taskId;
  });
}

function matchedPhotos(
  { db }: HandlerServices,
  { taskId, jobId, after }: { taskId: string | null; jobId: number; after: number },
): { id: number; photo_id: number }[] {
  return selectAll(
    db,
    `SELECT id, photo_id FROM job_items
     WHERE job_id IN (SELECT id FROM jobs WHERE task_id = @taskId AND type = 'scan')
       AND state = 'done' AND photo_id IS NOT NULL AND id > @after
       AND photo_id NOT IN (
         SELECT value FROM job_items AS action, json_each(action.payload, '$.photoIds')
         WHERE action.job_id IN (SELECT id FROM jobs WHERE task_id = @taskId AND type = 'scan_action' AND id <> @jobId))
     ORDER BY id LIMIT ${PAGE}`,
    { taskId, jobId, after },
  );
}
