import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import { AppError } from '../files/app-error.ts';
import { requireSpace } from '../files/free-space.ts';
import { BATCH, readCaptureTimes } from '../library/analyze-import.ts';
import { hasPhotoNamed, isKnownSize, libraryKnowledge } from '../library/import-knowledge.ts';
import { type Candidate, type PlannedBundle, planBundles } from '../library/import-plan.ts';
import { contentProblem, roleByContent } from '../library/judge-content.ts';
import { getProject } from '../library/projects.ts';
import { listItems } from '../tasks/queries.ts';
import type { FollowUp, ItemContext } from './handler.ts';
import { importItem, importResult, itemForBundle } from './import-items.ts';
import { type ScanOrder, scanItemResult } from './scan-order.ts';

/** Results of a scan read per query, and bundles planned, before the program takes breath: a few ms. */
const PAGE = 500;
const BUNDLES_PER_TURN = 200;

/**
 * Plans the import of all that a scan has found, exactly as one that was dropped is planned, and starts it. Answers the
 * id of its task, or of the one that was started before a crash; null where nothing was found.
 * @throws AppError `project_gone`, `disk_full`, `queue_full`
 */
export async function importScanned(
  context: ItemContext<ScanOrder>,
  by: Pick<FollowUp, 'requestedBy' | 'priority'>,
): Promise<string | null> {
  const { services, payload, job } = context;
  const before = startedBefore(context);
  if (before !== null) return before;
  const project = getProject(services.db, payload.projectId ?? 0);
  if (project === null || project.deleted_at !== null) throw new AppError('project_gone');
  const candidates = await foundFiles(context);
  if (candidates.length === 0) return null;
  await hashWhatMayBeThere(context, candidates);
  await readCaptureTimes(candidates, {
    workers: services.workers,
    signal: context.signal,
    hasPhotoNamed: (base) => hasPhotoNamed(services.db, project.id, base),
  });
  const bundles = await plan(context, project.id, candidates);
  const taken = bundles.flatMap((bundle) => bundle.take);
  await requireSpace(
    services.paths.root,
    taken.reduce((sum, { candidate }) => sum + candidate.bytes, 0),
  );
  context.signal.throwIfAborted();
  const order: FollowUp = {
    type: 'upload_processing',
    projectId: project.id,
    params: { roots: [payload.shown ?? payload.path], scan: job.task_id, scanJob: job.id },
    items: bundles.map(itemForBundle),
    ...by,
  };
  return await services.buildTask(order, context.signal);
}

/** The imports that a scan has started: one, and one more for each time that files were looked at again. */
export function importsOf(db: Db, scanTaskId: string): string[] {
  return selectAll<{ id: string }>(
    db,
    `SELECT id FROM tasks WHERE type = 'upload_processing' AND building = 0
       AND json_extract(params, '$.scan') = @scanTaskId ORDER BY created_at`,
    { scanTaskId },
  ).map(({ id }) => id);
}

/** A process that died between storing the import and the end of this item must not take everything in twice. */
function startedBefore({ services, job }: ItemContext<ScanOrder>): string | null {
  const row = selectOne<{ id: string }>(
    services.db,
    `SELECT id FROM tasks WHERE type = 'upload_processing' AND building = 0
       AND json_extract(params, '$.scanJob') = @jobId`,
    { jobId: job.id },
  );
  return row?.id ?? null;
}

/** Files that an import of this scan has in hand already, whatever comes of them: that can be retried there. */
async function filesInHand(context: ItemContext<ScanOrder>): Promise<ReadonlySet<string>> {
  const { services, job } = context;
  const paths = new Set<string>();
  for (const taskId of importsOf(services.db, job.task_id ?? '')) {
    for (let after: number | null = 0; after !== null; ) {
      const page: ReturnType<typeof listItems> = listItems(services.db, {
        taskId,
        jobId: undefined,
        states: undefined,
        after,
        limit: PAGE,
      });
      for (const { payload, result } of page.rows) {
        const { take = [], leave = [] } = importItem.partial().parse(JSON.parse(payload));
        const { files = [] } = importResult.partial().parse(JSON.parse(result ?? '{}'));
        for (const { path } of [...take, ...leave, ...files]) paths.add(path);
      }
      after = page.next;
      context.alive();
      await nextTurn();
      context.signal.throwIfAborted();
    }
  }
  return paths;
}

async function foundFiles(context: ItemContext<ScanOrder>): Promise<Candidate[]> {
  const { services, job } = context;
  const inHand = await filesInHand(context);
  const candidates: Candidate[] = [];
  for (let after = 0; ; ) {
    const rows = selectAll<{ id: number; ref: string; result: string }>(
      services.db,
      `SELECT id, ref, result FROM job_items
       WHERE job_id IN (SELECT id FROM jobs WHERE task_id = @taskId AND type = 'scan')
         AND state = 'done' AND id > @after ORDER BY id LIMIT ${PAGE}`,
      { taskId: job.task_id, after },
    );
    for (const { ref, result } of rows) {
      const file = inHand.has(ref) ? null : candidateOf(ref, JSON.parse(result));
      if (file !== null) candidates.push(file);
    }
    after = rows.at(-1)?.id ?? after;
    context.alive();
    if (rows.length < PAGE) return candidates;
    await nextTurn();
    context.signal.throwIfAborted();
  }
}

/** Under the path that the person named, as files of every import are. */
function candidateOf(path: string, stored: unknown): Candidate | null {
  const { kind, format, sha256 = null, bytes, mtimeMs } = scanItemResult.parse(stored);
  if (kind === undefined || format === undefined || bytes === undefined || mtimeMs === undefined) return null;
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const content = { kind, format };
  const role = roleByContent(name, content);
  const problem = contentProblem(name, role, content);
  const folder = path.slice(0, slash);
  return { folder, name, path, role, bytes, mtimeMs, content, problem, sha256, takenAt: null };
}

/** Twins among what was found, and what the library has got since it was looked into. */
async function hashWhatMayBeThere(
  { services, signal }: ItemContext<ScanOrder>,
  candidates: readonly Candidate[],
): Promise<void> {
  const sizes = new Map<number, number>();
  for (const { bytes } of candidates) sizes.set(bytes, (sizes.get(bytes) ?? 0) + 1);
  const unread = candidates.filter(
    ({ bytes, sha256 }) =>
      sha256 === null && ((sizes.get(bytes) ?? 0) > 1 || isKnownSize(services.db, bytes)),
  );
  for (let start = 0; start < unread.length; start += BATCH) {
    const batch = unread.slice(start, start + BATCH);
    const order = batch.map(({ path }) => ({ path, hash: true }));
    const facts = await services.workers.run('inspect', order, { signal });
    batch.forEach((file, index) => {
      const fact = facts[index];
      // One that cannot be read any more is told by the import itself, with its reason.
      if (fact !== undefined && !('error' in fact)) file.sha256 = fact.sha256;
    });
  }
}

async function plan(
  context: ItemContext<ScanOrder>,
  projectId: number,
  candidates: readonly Candidate[],
): Promise<PlannedBundle[]> {
  const bundles: PlannedBundle[] = [];
  const known = libraryKnowledge(context.services.db, projectId, { ignoreOtherProjects: false });
  for (const bundle of planBundles(candidates, known)) {
    bundles.push(bundle);
    if (bundles.length % BUNDLES_PER_TURN > 0) continue;
    context.alive();
    await nextTurn();
  }
  return bundles;
}
