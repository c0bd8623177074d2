import { join } from 'node:path';
import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { selectAll } from '../../../src-main/db/connection.ts';
import { httpContract, isExposed } from '../../../src-main/serve/exposed.ts';
import { fitting, type JsonSchema, mutated } from '../../fixtures/serve/arbitrary-input.ts';
import { callOver } from '../../fixtures/serve/call.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { type HashedFile, hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const PAYLOADS = 10_000;
/** The slowest takes milliseconds: whoever takes so long hangs, also on a busy machine. */
const HANGS_MS = 20_000;
const folder = await temporaryFolder('serve-hostile');
let served: Served;
let before: HashedFile[];
let rowsBefore: unknown[];

interface Operation {
  name: string;
  method: string;
  path: string;
  schema: JsonSchema;
}

function operations(router: object, path: string[] = []): Operation[] {
  return Object.entries(router).flatMap(([key, value]): Operation[] => {
    const at = [...path, key];
    if (!isContractProcedure(value)) return operations(value as object, at);
    if (!isExposed({ path: at })) return [];
    const { route, inputSchema } = (value as AnyContractProcedure)['~orpc'];
    return [
      {
        name: at.join('.'),
        method: route.method ?? 'POST',
        path: `/api${route.path ?? `/${at.join('/')}`}`,
        schema:
          inputSchema instanceof z.ZodType
            ? (z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema)
            : {},
      },
    ];
  });
}

// The stream of events never ends; it has tests of its own.
const OPERATIONS = operations(httpContract).filter(({ name }) => name !== 'events.stream');

beforeAll(async () => {
  // Nothing is worked on, so that an order that happens to make sense is stored and not carried out.
  served = await serveLibrary(folder, {
    work: false,
    configOverrides: { jobs: { max_queue_size: 100_000 } },
  });
  before = await everythingButOrders();
  rowsBefore = originals();
});
afterAll(() => served.close());

/** All that is there, thumbnails and our own files too, but where orders and settings are stored. */
async function everythingButOrders(): Promise<HashedFile[]> {
  const stored = /\.safelight\/(library\.db(-wal|-shm)?|config\.json)$/;
  return (await hashTree(folder, { own: true })).filter(({ path }) => !stored.test(path));
}

const originals = () =>
  selectAll(
    served.app.library().engine.db,
    'SELECT id, photo_id, path, bytes, sha256 FROM files ORDER BY id',
  );

const sent = fc.constantFrom(...OPERATIONS).chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    input: fc.oneof(fitting(operation.schema), mutated(operation.schema)),
    body: fc.option(fc.string({ unit: 'binary', maxLength: 40 }), { freq: 12, nil: null }),
  }),
);

/** A project that there is would get another folder, as it should: not here, where no file is to move. */
function harmless(name: string, input: unknown): unknown {
  if (name !== 'projects.rename' || typeof input !== 'object' || input === null) return input;
  const { id } = input as { id?: unknown };
  return typeof id === 'number' ? { ...input, id: id + 1000 } : input;
}

function asRequest({ name, method, path }: Operation, value: unknown, text: string | null) {
  const fields = {
    ...(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}),
  } as Record<string, unknown>;
  const at = path.replace(/\{(\w+)\}/g, (_part, field: string) => {
    const { [field]: named } = fields;
    delete fields[field];
    return encodeURIComponent(wellFormed(named)) || '0';
  });
  if (method === 'GET') {
    const query = new URLSearchParams();
    for (const [field, part] of Object.entries(fields)) {
      for (const each of Array.isArray(part) ? part : [part])
        query.append(wellFormed(field), wellFormed(each));
    }
    return { name, method, path: `${at}?${query}`, options: {} };
  }
  const json = path.includes('{') ? fields : value;
  const options =
    text === null ? { json: json ?? {} } : { body: text, headers: { 'content-type': 'application/json' } };
  return { name, method, path: at, options };
}

const wellFormed = (value: unknown): string =>
  (typeof value === 'string' ? value : `${JSON.stringify(value)}`).replace(/\p{Surrogate}/gu, '');

test(`${PAYLOADS} random payloads, from the schemas and mutated: never a 5xx, never a hang, and no file is touched`, async () => {
  expect(before.length).toBeGreaterThan(5);
  const seed = Number(process.env.SAFELIGHT_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.info(`SAFELIGHT_SEED=${seed}`);
  const statuses = new Map<number, number>();
  const well = new Set<string>();
  await fc.assert(
    fc.asyncProperty(sent, async ({ operation, input, body }) => {
      const { name, method, path, options } = asRequest(operation, harmless(operation.name, input), body);
      const { status, json, text } = await served.call(method, path, { ...options, limitMs: HANGS_MS });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status < 300) well.add(name);
      expect({ path, status, json }).toSatisfy(() => status < 500);
      // In a stream, what failed comes after the status.
      expect(text).not.toContain('INTERNAL_SERVER_ERROR');
      if (status >= 400) {
        expect(json).toEqual({
          error: { code: expect.any(String), message: expect.any(String), ...dataOf(json) },
        });
      }
    }),
    { numRuns: PAYLOADS, seed, endOnFailure: true },
  );
  // Random input that is always refused would prove nothing.
  expect(well.size).toBeGreaterThan(OPERATIONS.length / 4);
  expect(statuses.get(400)).toBeGreaterThan(100);
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(PAYLOADS);
  expect(await everythingButOrders()).toEqual(before);
  expect(originals()).toEqual(rowsBefore);
  expect(brokenInvariants(served.app.library().engine.db)).toEqual([]);
  expect(served.app.library().engine.paths.root).toBe(join(folder, 'library'));
  expect((await served.call('GET', '/api/health')).status).toBe(200);
});

test('the same without the token: each is refused, and the library has not changed at all', async () => {
  const own = await hashTree(served.root, { own: true });
  for (const { method, path } of OPERATIONS) {
    const url = `${served.server.url}${path.replace(/\{\w+\}/g, '1')}`;
    const { status } = await callOver({ url, method, json: { id: 1, all: true } });
    expect([401, 429]).toContain(status);
  }
  expect(await hashTree(served.root, { own: true })).toEqual(own);
});

function dataOf(json: unknown): object {
  const { error } = json as { error?: { data?: unknown } };
  return error?.data === undefined ? {} : { data: error.data };
}
