import { z } from 'zod';
import { jobId, photoId, taskId } from '../../../src-preload/contract/common.ts';
import type { WorkTarget } from '../../../src-preload/contract/jobs.ts';
import { priority } from '../../../src-preload/contract/states.ts';
import { UsageError } from '../exit-codes.ts';
import { shownPath } from '../output.ts';
import type { Session } from '../session.ts';

/** What `tasks` and `jobs` understand. */
export interface WorkOptions {
  json?: boolean;
  status?: string;
  source?: string;
  type?: string;
  all?: boolean;
  order?: string;
  limit?: string;
  offset?: string;
  project?: string;
  photo?: string[];
  params?: string;
  payload?: string;
  priority?: string;
  reason?: string;
  /** False for `--no-wait`. */
  wait: boolean;
}

const parsed = <T>(schema: z.ZodType<T>, value: unknown, what: string): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw new UsageError(what);
  return result.data;
};

export const taskNamed = (text = ''): string => parsed(taskId, text, `There is no task ${shownPath(text)}.`);
export const jobNamed = (text = ''): number =>
  parsed(jobId, Number(text || Number.NaN), `"${shownPath(text)}" is not the number of a job.`);
export const itemNamed = (text = ''): number =>
  parsed(jobId, Number(text || Number.NaN), `"${shownPath(text)}" is not the number of an item.`);
export const priorityNamed = (text = ''): number =>
  parsed(priority, text === '' ? Number.NaN : Number(text), 'A priority is a whole number from 0 to 100.');

export function wholeNumber(text: string | undefined, otherwise: number, option: string): number {
  if (text === undefined) return otherwise;
  return parsed(
    z.int().nonnegative(),
    text === '' ? Number.NaN : Number(text),
    `--${option} takes a whole number.`,
  );
}

/** The words of a list such as `failed,canceled`, each one of `known`. */
export function listOf<T extends string>(
  text: string | undefined,
  known: readonly T[],
  option: string,
): T[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !known.includes(word as T));
  if (wrong !== undefined) {
    throw new UsageError(`--${option} takes ${known.join(', ')}; "${shownPath(wrong)}" is none of them.`);
  }
  return words as T[];
}

export function jsonObject(text: string | undefined, option: string): Record<string, unknown> {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--${option} takes a JSON object; this is none: ${shownPath(text)}`);
  }
  return parsed(z.record(z.string(), z.unknown()), value, `--${option} takes a JSON object.`);
}

/** What the work is about: a project by name, photos by number, or the library. */
export async function targetOf({ client }: Session, options: WorkOptions): Promise<WorkTarget> {
  if (options.project !== undefined && options.photo !== undefined) {
    throw new UsageError('Work is about a project or about photos, not about both.');
  }
  if (options.photo !== undefined) {
    const photoIds = options.photo.map((text) =>
      parsed(photoId, Number(text), `"${shownPath(text)}" is not the number of a photo.`),
    );
    return { photoIds };
  }
  if (options.project === undefined) return {};
  const project = (await client.projects.list()).find(({ name }) => name === options.project);
  if (project === undefined) throw new UsageError(`There is no project "${shownPath(options.project)}".`);
  return { projectId: project.id };
}
