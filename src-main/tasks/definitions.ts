import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { scope, source } from '../../src-preload/contract/index.ts';
import { AppError } from '../files/app-error.ts';

const stepDefinition = z.strictObject({
  jobType: z.string().regex(/^[a-z][a-z_]*$/),
  priority: z.int().min(0).max(100),
  /** Default: the task's own. Steps of maintenance inside a person's task are hidden by default. */
  source: source.optional(),
});

const taskDefinition = z.strictObject({
  label: z.string().min(1),
  scope,
  source,
  /** Shown once when the task completes; null for tasks that end silently. */
  successToast: z.string().min(1).nullable(),
  steps: z.array(stepDefinition).min(1),
});
export type TaskDefinition = z.infer<typeof taskDefinition>;

const taskDefinitions = z.record(z.string().regex(/^[a-z][a-z_]*$/), taskDefinition);
export type TaskDefinitions = z.infer<typeof taskDefinitions>;

/** @throws AppError `task_definitions_invalid` naming what does not fit. */
export async function loadTaskDefinitions(resourcesDir: string): Promise<TaskDefinitions> {
  const text = await readFile(join(resourcesDir, 'task-definitions.json'), 'utf8');
  const parsed = taskDefinitions.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new AppError('task_definitions_invalid', { detail: z.prettifyError(parsed.error) });
  return parsed.data;
}
