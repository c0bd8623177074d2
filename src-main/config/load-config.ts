import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../files/app-error.ts';
import { type Config, configSchema } from './schema.ts';

type Json = { [key: string]: unknown };

/**
 * The defaults of `resourcesDir` with `overrides` merged over them.
 * @throws AppError `config_invalid` naming each key that does not fit.
 */
export async function loadConfig(resourcesDir: string, overrides: unknown = {}): Promise<Config> {
  const defaults: unknown = JSON.parse(await readFile(join(resourcesDir, 'config.default.json'), 'utf8'));
  const parsed = configSchema.safeParse(merge(defaults, overrides));
  if (!parsed.success) throw new AppError('config_invalid', { detail: z.prettifyError(parsed.error) });
  return parsed.data;
}

export function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over === undefined ? base : over;
  const merged: Json = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value);
  return merged;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
