import { z } from 'zod';
import type { WorkTarget } from '../../src-preload/contract/jobs.ts';
import type { Config } from '../config/schema.ts';
import { AppError } from '../files/app-error.ts';
import type { AnyJobHandler } from '../handlers/handler.ts';
import { jobsOfTask } from '../jobs/sql/jobs.ts';
import { requireLiveProject } from '../library/projects.ts';
import type { TaskDefinition } from '../tasks/definitions.ts';
import { jobLabel } from '../tasks/labels.ts';
import type { LibraryEngine } from './library-engine.ts';

type Tree = Record<string, unknown>;

/**
 * Starts a declared task on behalf of a person. Everything that can be wrong is said before anything is stored.
 * @throws AppError `unknown_task_type`, `action_disabled`, `project_missing`, `bad_order`, `queue_full`, `already_running`
 */
export function startDeclared(
  engine: LibraryEngine,
  input: { type: string; target: WorkTarget; params: Tree },
): string {
  const definition = Object.hasOwn(engine.definitions, input.type)
    ? engine.definitions[input.type]
    : undefined;
  if (definition === undefined) throw new AppError('unknown_task_type', { detail: input.type });
  requireGeneral(definition);
  requireAllowed(engine.config, definition);
  const { params, projectId, scope } = orderFor(engine, definition, input.target, input.params);
  // A step without a handler says so when its turn comes; what is known is checked now.
  const handlers = definition.steps.flatMap(({ jobType }) => engine.handlers.get(jobType) ?? []);
  checkPayload(handlers, params);
  return engine.startTask({ type: input.type, scope, projectId, params, items: [] });
}

/**
 * One job of any type, as a task of its own.
 * @throws AppError `unknown_job_type`, `project_missing`, `bad_order`, `queue_full`
 */
export function enqueueJob(
  engine: LibraryEngine,
  input: {
    type: string;
    target: WorkTarget;
    payload: Tree;
    priority?: number | undefined;
    dedupeKey?: string | undefined;
  },
): { taskId: string; jobId: number } {
  const { dedupeKey: key } = input;
  const handler = engine.handlers.get(input.type);
  if (handler === undefined) throw new AppError('unknown_job_type', { detail: input.type });
  const { definitions } = engine;
  for (const definition of Object.values(definitions)) {
    if (definition.steps.some(({ jobType }) => jobType === input.type)) requireGeneral(definition);
  }
  const declared = Object.values(definitions).find(({ steps }) => steps[0]?.jobType === input.type);
  if (declared !== undefined) requireAllowed(engine.config, declared);
  const definition: TaskDefinition = {
    label: jobLabel(input.type),
    scope: 'global',
    alsoScopes: ['project', 'photo_set'],
    source: 'user',
    successToast: null,
    steps: [{ jobType: input.type, priority: input.priority ?? declared?.steps[0]?.priority ?? 50 }],
  };
  const { params, projectId, scope } = orderFor(engine, definition, input.target, input.payload);
  checkPayload([handler], params);
  const taskId = engine.startOwnTask(definition, {
    type: input.type,
    scope,
    projectId,
    params,
    items: [],
    // Callers choose their keys freely: what waits under the same one must not be given the order of another type.
    ...(key === undefined ? {} : { dedupeKey: `${input.type} of ${projectId ?? 'all'}: ${key}` }),
  });
  const job = jobsOfTask(engine.db, taskId)[0];
  if (job === undefined) throw new AppError('internal', { detail: 'a task without a job' });
  return { taskId, jobId: job.id };
}

/** What the steps are told: the target in the form that handlers know, with the parameters over it. */
function orderFor(engine: LibraryEngine, definition: TaskDefinition, target: WorkTarget, params: Tree) {
  const scope = 'projectId' in target ? 'project' : 'photoIds' in target ? 'photo_set' : 'global';
  if (scope !== definition.scope && !definition.alsoScopes?.includes(scope)) {
    const possible = [definition.scope, ...(definition.alsoScopes ?? [])].join(', ');
    throw badOrder([{ path: 'target', message: `must be one of: ${possible}` }]);
  }
  const projectId = 'projectId' in target ? target.projectId : null;
  if (projectId !== null) requireLiveProject(engine, projectId);
  const named =
    scope === 'global' ? {} : { projectId, photoIds: 'photoIds' in target ? target.photoIds : null };
  const contradicted = Object.entries(named).flatMap(([path, value]) =>
    Object.hasOwn(params, path) && JSON.stringify(params[path]) !== JSON.stringify(value)
      ? [{ path, message: 'is not what the target says' }]
      : [],
  );
  if (contradicted.length > 0) throw badOrder(contradicted);
  return { scope, projectId, params: { ...named, ...params } } as const;
}

/** @throws AppError `bad_order` where one call alone starts it */
function requireGeneral({ startedBy }: TaskDefinition): void {
  if (startedBy !== undefined)
    throw badOrder([{ path: 'type', message: `is started by ${startedBy} alone` }]);
}

/** @throws AppError `action_disabled` */
export function requireAllowed(config: Config, { allowedBy }: TaskDefinition): void {
  if (allowedBy === undefined) return;
  const value = allowedBy
    .split('.')
    .reduce<unknown>((tree, key) => (tree as Tree | undefined)?.[key], config);
  if (value !== true) throw new AppError('action_disabled', { detail: allowedBy });
}

/** Each value has to fit every step that takes it, and each key some step: one that none knows is a slip of the pen. */
function checkPayload(handlers: readonly AnyJobHandler[], params: Tree): void {
  for (const handler of handlers) {
    const parsed = handler.payload.safeParse(params);
    if (parsed.success) continue;
    throw badOrder(
      parsed.error.issues.map((issue: z.core.$ZodIssue) => ({
        path: issue.path.join('.'),
        message: issue.message,
      })),
    );
  }
  const known = handlers.map(({ payload }) => keysOf(payload));
  if (known.length === 0 || known.includes(null)) return;
  // What says which photos or which project is meant is told to every step, whether it asks or not.
  const keys = new Set([...known.flatMap((list) => list ?? []), 'projectId', 'photoIds']);
  const unknown = Object.keys(params).filter((key) => !keys.has(key));
  if (unknown.length > 0)
    throw badOrder([{ path: '', message: `Unrecognized key: "${unknown.join('", "')}"` }]);
}

/** Null where any key is taken. */
function keysOf(payload: z.ZodType): string[] | null {
  if (!(payload instanceof z.ZodObject)) return null;
  const { catchall } = payload.def;
  return catchall === undefined || catchall instanceof z.ZodNever ? Object.keys(payload.shape) : null;
}

export function badOrder(issues: { path: string; message: string }[]): AppError {
  return new AppError('bad_order', { detail: JSON.stringify({ issues }) });
}
