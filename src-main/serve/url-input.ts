import type { AnyContractProcedure } from '@orpc/contract';
import { z } from 'zod';

type Schema = { type?: string; properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[] };
type Fields = Record<string, unknown>;

const schemas = new WeakMap<object, Record<string, Schema>>();

/**
 * Addresses are text: what comes from a path or a query becomes the number, the truth value or the list that its schema
 * wants. What does not look like one stays text, and the schema refuses it. Bodies say themselves what they are, and are
 * left alone.
 */
export function readUrlInput(procedure: AnyContractProcedure, input: unknown): unknown {
  const { inputSchema, route } = procedure['~orpc'];
  if (!(inputSchema instanceof z.ZodType) || !isFields(input)) return input;
  const fromQuery = route.method === 'GET';
  const inPath = [...(route.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const fields = fieldsOf(inputSchema);
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const schema = Object.hasOwn(fields, name) ? fields[name] : undefined;
      const isText = fromQuery || inPath.includes(name);
      return [name, isText && schema !== undefined ? read(schema, value) : value];
    }),
  );
}

function fieldsOf(inputSchema: z.ZodType): Record<string, Schema> {
  let fields = schemas.get(inputSchema);
  if (fields === undefined) {
    fields =
      (z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' }) as Schema).properties ?? {};
    schemas.set(inputSchema, fields);
  }
  return fields;
}

function read({ type, items = {} }: Schema, value: unknown): unknown {
  if (type === 'array') {
    const list = typeof value === 'string' ? value.split(',') : value;
    return Array.isArray(list) ? list.map((each) => read(items, each)) : list;
  }
  if (typeof value !== 'string') return value;
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
