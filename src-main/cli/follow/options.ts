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

/** @throws UsageError where the word is missing, which names what it should have been */
function given(text: string | undefined, what: string): string {
  if (text === undefined || text === '') throw new UsageError(`This takes ${what}.`);
  return text;
}

export const taskNamed = (text: string | undefined): string =>
  parsed(taskId, given(text, 'the id of a task'), `There is no task ${shownPath(text ?? '')}.`);

export const jobNamed = (text: string | undefined): number => numberOf(text, 'a job');

export const itemNamed = (text: string | undefined): number => numberOf(text, 'an item');

const numberOf = (text: string | undefined, what: string): number =>
  parsed(
    jobId,
    Number(given(text, `the number of ${what}`)),
    `"${shownPath(text ?? '')}" is not the number of ${what}.`,
  );

export const priorityNamed = (text: string | undefined): number =>
  parsed(
    priority,
    Number(given(text, 'a priority from 0 to 100')),
    'A priority is a whole number from 0 to 100.',
  );

export function countNamed(text: string | undefined, option: string, least: number): number {
  return parsed(
    z.int().min(least),
    text === undefined || text === '' ? Number.NaN : Number(text),
    `--${option} takes a whole number from ${least} on.`,
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

export const photosNamed = (words: readonly string[]): number[] =>
  words.map((text) => parsed(photoId, Number(text), `"${shownPath(text)}" is not the number of a photo.`));

/** What the work is about: a project by name, photos by number, or the library. */
export async function targetOf({ client }: Session, options: WorkOptions): Promise<WorkTarget> {
  if (options.project !== undefined && options.photo !== undefined) {
    throw new UsageError('Work is about a project or about photos, not about both.');
  }
  if (options.photo !== undefined) return { photoIds: photosNamed(options.photo) };
  if (options.project === undefined) return {};
  const project = (await client.projects.list()).find(({ name }) => name === options.project);
  if (project === undefined) throw new UsageError(`There is no project "${shownPath(options.project)}".`);
  return { projectId: project.id };
}
