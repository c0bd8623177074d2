import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cron } from 'croner';
import { z } from 'zod';
import { priority, scope, source } from '../../src-preload/contract/index.ts';
import { AppError } from '../files/app-error.ts';

const name = z.string().regex(/^[a-z][a-z_]*$/);

const stepDefinition = z.strictObject({
  jobType: name,
  priority,
  /** Default: the task's own. Steps of maintenance inside a person's task are hidden by default. */
  source: source.optional(),
  /** True where the step is left out when its handler finds nothing to do. Default false. */
  skipIfNotNeeded: z.boolean().optional(),
  /** False where its items are none of what the task is about, such as the start of what follows. Default true. */
  counted: z.boolean().optional(),
});

const scheduleDefinition = z.strictObject({
  /** Five fields, local time. */
  cron: z.string().refine(isCron, 'is no cron expression of five fields'),
  /** Also so many ms after the app has opened the library. Default: only when it is due. */
  afterStartMs: z.int().min(0).optional(),
});

const taskDefinition = z.strictObject({
  label: z.string().min(1),
  scope,
  /** Scopes that it may have instead, e.g. a whole project or a selection. */
  alsoScopes: z.array(scope).optional(),
  source,
  /** Shown once when the task completes; null for tasks that end silently. */
  successToast: z.string().min(1).nullable(),
  /** Setting that has to be true for a person to start it, such as `sync.allowManualWrite`. Default: always allowed. */
  allowedBy: z.string().optional(),
  /** The one call that starts it, because it asks for more than parameters, such as a name typed by a person. */
  startedBy: z.string().optional(),
  /** Parameter of which each value may be under way only once, such as the path of a scan. */
  onlyOncePer: z.string().optional(),
  schedule: scheduleDefinition.optional(),
  steps: z.array(stepDefinition).min(1),
});
export type TaskDefinition = z.infer<typeof taskDefinition>;
export type StepDefinition = z.infer<typeof stepDefinition>;

export const taskDefinitions = z.record(name, taskDefinition);
export type TaskDefinitions = z.infer<typeof taskDefinitions>;

/** The same task with another priority; as declared where there is none. */
export function atPriority<T extends TaskDefinition | undefined>(
  definition: T,
  priority: number | undefined,
): T {
  if (definition === undefined || priority === undefined) return definition;
  return { ...definition, steps: definition.steps.map((step) => ({ ...step, priority })) };
}

/** @throws AppError `task_definitions_invalid` naming what does not fit. */
export async function loadTaskDefinitions(resourcesDir: string): Promise<TaskDefinitions> {
  const text = await readFile(join(resourcesDir, 'task-definitions.json'), 'utf8');
  const parsed = taskDefinitions.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new AppError('task_definitions_invalid', { detail: z.prettifyError(parsed.error) });
  return parsed.data;
}

export function isCron(text: string): boolean {
  try {
    return text.trim().split(/\s+/).length === 5 && new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false; // Croner throws on what it cannot read; that is the answer.
  }
}
