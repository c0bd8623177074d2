import { type JSONSchema, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import * as schemas from '../../src-preload/contract/index.ts';
import { version } from '../version.ts';
import { httpContract, isExposed } from './exposed.ts';

/** Schemas with a name of their own in the document, so that a generated client has types for them. */
const NAMED = {
  Analysis: schemas.analysis,
  EventBatch: schemas.eventBatch,
  Job: schemas.job,
  JobItem: schemas.jobItem,
  JobStats: schemas.jobStats,
  Photo: schemas.photo,
  PhotoChange: schemas.photoChange,
  Plan: schemas.plan,
  PlanLine: schemas.planLine,
  Project: schemas.project,
  QueueStatus: schemas.queueStatus,
  Task: schemas.task,
  TrashEntry: schemas.trashEntry,
};

/** Every answer that is none of the others: bad input, no token, too many calls. */
const ANY_ERROR = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' }, data: {} },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
} as const;

const ISSUES: JSONSchema = {
  type: 'object',
  properties: {
    issues: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
        required: ['path', 'message'],
      },
    },
  },
  required: ['issues'],
};

type DefinedError = [code: string, message: string, dataRequired: boolean, data: JSONSchema];

/** What is refused before a procedure is called, with a status that errors of procedures have as well. */
const REFUSALS: Readonly<Record<number, DefinedError[]>> = {
  400: [
    ['BAD_REQUEST', 'The input does not fit', true, ISSUES],
    ['MALFORMED_BODY', 'The body is no JSON', false, {}],
    ['MALFORMED_ADDRESS', 'This is no address', false, {}],
  ],
  403: [
    ['FOREIGN_HOST', 'Called by a name that is not of this machine', false, {}],
    ['FOREIGN_ORIGIN', 'Called by a page of another origin', false, {}],
  ],
  409: [['OTHER_LIBRARY', 'The library that is meant is not the one that is open', false, {}]],
};

/** OpenAPI 3.1 of all that is served, made from the contract. */
export async function makeOpenApiDocument(serverUrl = '/api'): Promise<object> {
  const errors = new ErrorSchemas();
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(httpContract, {
    filter: isExposed,
    info: {
      title: 'Safelight',
      version,
      description: 'The local API of one Safelight library. See docs/api.md.',
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    commonSchemas: Object.fromEntries(
      Object.entries(NAMED).map(([name, schema]) => [name, { schema, strategy: 'output' as const }]),
    ),
    customErrorResponseBodySchema: (defined, status) => ({
      type: 'object',
      properties: {
        error: {
          oneOf: [...defined, ...(REFUSALS[status] ?? [])].map((error) => errors.schemaOf(...error)),
        },
      },
      required: ['error'],
    }),
  });
  for (const operation of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      // A list in a query is its name several times, which is what a parameter without a style means.
      if ('style' in parameter) delete parameter.style;
      if ('explode' in parameter) delete parameter.explode;
    }
    operation.responses = {
      ...operation.responses,
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/AnyError' } } },
      },
    };
  }
  const named = { ...document.components?.schemas, ...errors.named, AnyError: ANY_ERROR };
  return { ...document, components: { ...document.components, schemas: named } };
}

function operationsOf(document: Awaited<ReturnType<OpenAPIGenerator['generate']>>) {
  return Object.values(document.paths ?? {}).flatMap((path) =>
    [path?.get, path?.post, path?.put, path?.patch, path?.delete].filter((found) => found !== undefined),
  );
}

/** Errors are the same in most operations: each is described once, by its code. */
class ErrorSchemas {
  readonly named: Record<string, object> = {};

  schemaOf(...[code, message, dataRequired, data]: DefinedError): JSONSchema {
    const schema = {
      type: 'object' as const,
      description: message,
      properties: {
        code: { const: code },
        message: { type: 'string' as const },
        ...(dataRequired ? { data } : {}),
      },
      required: ['code', 'message', ...(dataRequired ? ['data'] : [])],
    };
    const name = `Error_${code}`;
    this.named[name] ??= schema;
    const same = JSON.stringify(this.named[name]) === JSON.stringify(schema);
    return same ? { $ref: `#/components/schemas/${name}` } : schema;
  }
}
