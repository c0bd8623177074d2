import type { Plan } from '../../../src-preload/contract/plans.ts';
import { client } from '../../lib/rpc/client.ts';
import { mergePlans } from './merge-plans.ts';
import type { PlanRequest } from './open-plan.ts';
import { partsOf } from './plan-parts.ts';

/** More than any library has: all of them, for an export. */
export const ALL_LINES = 10_000_000;

/**
 * What would happen.
 * @param lineLimit how many lines come along, for each part
 * @returns null where there is nothing to do
 */
export async function previewPlan(request: PlanRequest, lineLimit: number): Promise<Plan | null> {
  const plans: Plan[] = [];
  for (const part of partsOf(request)) {
    const plan = await unlessNothing(() => preview(part, lineLimit));
    if (plan !== null && hasWork(plan)) plans.push(plan);
  }
  return mergePlans(plans);
}

/**
 * Begins it. Where it takes several calls, those that were answered go on even if a later one is refused: each is a
 * task of its own.
 * @param confirm the name that was typed, for what asks for it
 * @returns the tasks; none where there was nothing to do any more
 */
export async function applyPlan(request: PlanRequest, confirm: string): Promise<string[]> {
  const tasks: string[] = [];
  for (const part of partsOf(request)) {
    const started = await unlessNothing(() => apply(part, confirm));
    if (started !== null) tasks.push(started.taskId);
  }
  return tasks;
}

function preview(request: PlanRequest, lineLimit: number): Promise<Plan> {
  switch (request.kind) {
    case 'commit':
      return client.changes.preview({ target: request.target, lineLimit });
    case 'undo':
      return client.changes.previewUndo({ taskId: request.taskId, lineLimit });
    case 'restore':
      return client.trash.previewRestore({ target: request.target, lineLimit });
    case 'purge':
      return client.trash.previewPurge({ target: request.target, lineLimit });
    case 'move':
      return client.photos.previewMove({ ids: [...request.ids], projectId: request.projectId, lineLimit });
    case 'project_delete':
      return client.projects.previewDelete({ id: request.id, lineLimit });
  }
}

function apply(request: PlanRequest, confirm: string): Promise<{ taskId: string }> {
  switch (request.kind) {
    case 'commit':
      return client.changes.commit({ target: request.target });
    case 'undo':
      return client.changes.undo({ taskId: request.taskId });
    case 'restore':
      return client.trash.restore({ target: request.target });
    case 'purge':
      return client.trash.purge({ target: request.target });
    case 'move':
      return client.photos.move({ ids: [...request.ids], projectId: request.projectId });
    case 'project_delete':
      return client.projects.delete({ id: request.id, confirm });
  }
}

/** A project without a single file can be deleted, and brought back, all the same. */
function hasWork({ kind, totals, lines, moreLines }: Plan): boolean {
  return kind === 'project_delete' || totals.files > 0 || lines.length + moreLines > 0;
}

async function unlessNothing<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'NOTHING_TO_DO') return null;
    throw error;
  }
}
