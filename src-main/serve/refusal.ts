import { ORPCError } from '@orpc/server';
import {
  commonErrors,
  jobErrors,
  libraryErrors,
  projectErrors,
  uploadErrors,
} from '../../src-preload/contract/errors.ts';
import { settingsErrors } from '../../src-preload/contract/settings.ts';

/** The one shape of every error that leaves the API. `code` is stable; `message` is for people who read logs. */
export interface ErrorBody {
  error: { code: string; message: string; data?: unknown };
}

/** A call that is refused before, or instead of, reaching a procedure. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  get body(): ErrorBody {
    return { error: { code: this.code, message: this.message } };
  }
}

/** What the contract says of its errors. What the engine says of them is for its log. */
const MESSAGES: Record<string, { message: string }> = {
  ...commonErrors,
  ...jobErrors,
  ...libraryErrors,
  ...projectErrors,
  ...uploadErrors,
  ...settingsErrors,
};

export function errorBody(error: ORPCError<string, unknown>): ErrorBody {
  const data = error.code === 'BAD_REQUEST' ? readableIssues(error.data) : error.data;
  const message = (Object.hasOwn(MESSAGES, error.code) && MESSAGES[error.code]?.message) || error.message;
  return { error: { code: error.code, message, ...(data === undefined ? {} : { data }) } };
}

interface Issue {
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  message: string;
}

/** What does not fit, as the contract tells it elsewhere: a path in one string, and a sentence. */
function readableIssues(data: unknown): unknown {
  const issues = (data as { issues?: unknown } | undefined)?.issues;
  if (!Array.isArray(issues)) return data;
  return {
    issues: issues.map(({ path = [], message }: Issue) => ({
      path: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      message,
    })),
  };
}

/** What a stream threw before its first event, as an error that has a status. */
export function asContractError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error;
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Internal server error', cause: error });
}
