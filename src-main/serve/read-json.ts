import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** Enough for every list that a call may name, and too little to hurt. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** No order of the contract is nested this deeply, and what walks through a value must not run out of stack. */
const MAX_DEPTH = 64;

/** The JSON body of a request; undefined where there is none. Throws a `Refusal` for what is none, or too much. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  if (chunked === undefined && (length === undefined || length === '0')) return undefined;
  if (!isJson(request)) {
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Bodies are JSON: Content-Type: application/json');
  }
  if (Number(length ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  let bytes = 0;
  // Not torn down when it is too much: its sender is to read why.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    parts.push(part);
  }
  if (bytes === 0) return undefined;
  return parse(Buffer.concat(parts));
}

function isJson({ headers }: IncomingMessage): boolean {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const encoding = headers['content-encoding'] ?? 'identity';
  return type.trim().toLowerCase() === 'application/json' && encoding === 'identity';
}

function tooLarge(): Refusal {
  return new Refusal(413, 'PAYLOAD_TOO_LARGE', `A body may have ${MAX_BODY_BYTES} bytes`);
}

function parse(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8');
  }
  if (isTooDeep(text)) throw malformed(`The body is nested deeper than ${MAX_DEPTH} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not JSON');
  }
}

function malformed(message: string): Refusal {
  return new Refusal(400, 'MALFORMED_BODY', message);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
