import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../src-main/config/schema.ts';
import { handlers } from '../src-main/handlers/registry.ts';
import { loadTaskDefinitions } from '../src-main/tasks/definitions.ts';
import { jobLabel } from '../src-main/tasks/labels.ts';
import { contract } from '../src-preload/contract/index.ts';
import { projectRoot } from './project-root.ts';

const RESOURCES = join(projectRoot, 'resources');
export const REFERENCE_FILE = join(projectRoot, 'docs', 'reference.md');

/** `node scripts/run.mjs reference`: writes docs/reference.md from the schemas. A test fails while it is stale. */
export async function main(): Promise<number> {
  await writeFile(REFERENCE_FILE, await makeReference());
  console.log('docs/reference.md written');
  return 0;
}

export async function makeReference(): Promise<string> {
  return [
    '# Reference',
    '',
    'Made from the schemas by `node scripts/run.mjs reference`; do not edit by hand.',
    '',
    '## Settings',
    'Defaults are in `resources/config.default.json`.',
    '',
    ...table(['Key', 'Default', 'Allowed', 'Meaning'], await settingRows()),
    '',
    '## Tasks',
    ...table(['Task', 'Scope', 'Asked for by', 'Steps (priority)', 'Label', 'Toast'], await taskRows()),
    '',
    '## Job types',
    ...table(
      ['Type', 'Label'],
      [...handlers.keys()].sort().map((type) => [`\`${type}\``, jobLabel(type)]),
    ),
    '',
    '## Procedures',
    ...table(['Procedure', 'Input', 'Errors'], procedureRows(contract, '')),
    '',
  ].join('\n');
}

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
};
type Json = { [key: string]: Json | unknown };

async function settingRows(): Promise<string[][]> {
  const defaults: Json = JSON.parse(await readFile(join(RESOURCES, 'config.default.json'), 'utf8'));
  const rows: string[][] = [];
  const visit = (schema: Schema, value: unknown, path: string): void => {
    if (schema.properties === undefined) {
      rows.push([`\`${path}\``, `\`${JSON.stringify(value)}\``, allowed(schema), schema.description ?? '']);
      return;
    }
    for (const [key, property] of Object.entries(schema.properties)) {
      visit(property, (value as Json)[key], path === '' ? key : `${path}.${key}`);
    }
  };
  visit(z.toJSONSchema(configSchema) as Schema, defaults, '');
  return rows;
}

function allowed(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'boolean') return '`true`, `false`';
  const largest = schema.maximum ?? Number.MAX_SAFE_INTEGER;
  return largest === Number.MAX_SAFE_INTEGER
    ? `${schema.minimum} or more`
    : `${schema.minimum} to ${largest}`;
}

async function taskRows(): Promise<string[][]> {
  const definitions = await loadTaskDefinitions(RESOURCES);
  return Object.entries(definitions).map(([type, { scope, source, steps, label, successToast }]) => [
    `\`${type}\``,
    scope,
    source,
    steps.map((step) => `${step.jobType} (${step.priority})`).join(' → '),
    label,
    successToast ?? '',
  ]);
}

interface Procedure {
  '~orpc': { inputSchema?: z.ZodType; errorMap?: Record<string, { status?: number }> };
}

function procedureRows(router: object, path: string): string[][] {
  return Object.entries(router).flatMap(([key, value]): string[][] => {
    const name = path === '' ? key : `${path}.${key}`;
    if (!isProcedure(value)) return procedureRows(value as object, name);
    const { inputSchema, errorMap } = value['~orpc'];
    const errors = Object.entries(errorMap ?? {}).map(([code, { status }]) => `${code} (${status})`);
    return [[`\`${name}\``, inputSchema === undefined ? '' : fieldsOf(inputSchema), errors.join(', ')]];
  });
}

function isProcedure(value: unknown): value is Procedure {
  return typeof value === 'object' && value !== null && '~orpc' in value;
}

/** Fields that may be left out have a `?`. */
function fieldsOf(input: z.ZodType): string {
  const schema = z.toJSONSchema(input, { io: 'input' }) as Schema;
  const required = new Set(schema.required);
  return Object.keys(schema.properties ?? {})
    .map((field) => `\`${field}${required.has(field) ? '' : '?'}\``)
    .join(' ');
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)];
}
