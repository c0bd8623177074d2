import { z } from 'zod';
import {
  type MaintenanceType,
  maintenanceType,
  type UntrackedFile,
} from '../../src-preload/contract/maintenance.ts';
import { selectAll, selectOne } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { jobsOfTask } from '../jobs/sql/jobs.ts';
import { requireLiveProject } from '../library/projects.ts';
import type { StepDefinition, TaskDefinition } from '../tasks/definitions.ts';
import { getTask, stepsOfTask } from '../tasks/sql.ts';
import type { LibraryEngine } from './library-engine.ts';

const CHECK: MaintenanceType = 'manifest_check';

/**
 * Starts maintenance on behalf of a person: all of it, as it is declared, or some types in the declared order.
 * @throws AppError `project_missing`, `queue_full`
 */
export function runMaintenance(
  engine: LibraryEngine,
  input: { types?: readonly MaintenanceType[] | undefined; projectId?: number | undefined; params?: object },
): string {
  const { projectId = null, types } = input;
  if (projectId !== null) requireLiveProject(engine, projectId);
  const scope = projectId === null ? 'global' : 'project';
  const type = projectId === null ? 'maintenance_global' : 'maintenance';
  const declared = engine.definitions[type];
  if (declared === undefined) throw new AppError('unknown_task_type', { detail: type });
  const params = { projectId, photoIds: null, ...input.params };
  const isAll = types === undefined || maintenanceType.options.every((one) => types.includes(one));
  if (isAll) return engine.startTask({ type, scope, projectId, params, items: [] });
  const steps = declared.steps.filter((step) => types.some((wanted) => wanted === step.jobType));
  // What somebody asks to be verified is verified now, however lately it was.
  const asked = types.includes('verify') ? { minAgeDays: 0, ...params } : params;
  return engine.startOwnTask(ownTask(declared.label, steps), {
    type,
    scope,
    projectId,
    params: asked,
    items: [],
  });
}

/**
 * Runs a check that stopped with `mass_loss` again, and what was to follow it: a person says that the loss is meant. That
 * is said of what they were asked about. Where more is lost by now, the check stops again.
 * @throws AppError `task_missing`; `nothing_to_do` where the task did not stop for that reason
 */
export function acceptLoss(engine: LibraryEngine, taskId: string): string {
  const task = getTask(engine.db, taskId);
  if (task === null) throw new AppError('task_missing', { detail: taskId });
  const stopped = jobsOfTask(engine.db, taskId).find(
    (job) => job.type === CHECK && job.state === 'failed' && job.error_code === 'mass_loss',
  );
  if (stopped === undefined) throw new AppError('nothing_to_do');
  const steps = stepsOfTask(engine.db, taskId)
    .filter(({ step }) => step >= stopped.step)
    .map(({ job_type: jobType, priority, source }) => ({ jobType, priority, source }));
  const label = engine.definitions[task.type]?.label ?? 'Maintenance';
  return engine.startOwnTask(ownTask(label, steps), {
    type: task.type,
    scope: task.scope,
    projectId: task.project_id,
    params: { ...JSON.parse(task.params), acceptedLoss: lossAskedAbout(stopped) },
    items: [],
    dedupeKey: `accept loss of ${taskId}`,
  });
}

const massLoss = z.object({ missing: z.int().nonnegative() });

function lossAskedAbout({ error_detail }: Pick<JobRow, 'error_detail'>): number {
  return massLoss.parse(JSON.parse(error_detail ?? '')).missing;
}

/** Files in project folders that are none of the library's, as the last check of each folder left them. */
export function untrackedFiles(
  engine: LibraryEngine,
  page: { projectId?: number | undefined; limit: number; offset: number },
): { files: UntrackedFile[]; total: number } {
  const projectId = page.projectId ?? null;
  const from = `untracked_files JOIN projects ON projects.id = untracked_files.project_id
    WHERE deleted_at IS NULL AND (@projectId IS NULL OR project_id = @projectId)`;
  const files = selectAll<UntrackedFile>(
    engine.db,
    `SELECT project_id AS projectId, projects.name AS project, @root || '/' || folder || '/' || path AS path, bytes, code
     FROM ${from} ORDER BY project_id, path LIMIT @limit OFFSET @offset`,
    { projectId, root: engine.paths.root, limit: page.limit, offset: page.offset },
  );
  const total = selectOne<{ n: number }>(engine.db, `SELECT count(*) AS n FROM ${from}`, { projectId });
  return { files, total: total?.n ?? 0 };
}

/** A person asked for it, and sees it. */
function ownTask(label: string, steps: readonly StepDefinition[]): TaskDefinition {
  return {
    label,
    scope: 'global',
    alsoScopes: ['project', 'photo_set'],
    source: 'user',
    successToast: null,
    steps: [...steps].map((step) => ({ ...step, source: step.source ?? 'user' })),
  };
}
