import { hostname } from 'node:os';
import { createORPCClient, ORPCError } from '@orpc/client';
import { resolveStart } from '../../files/walk.ts';
import { type ApiNote, readApiNote } from '../../library/api-note.ts';
import { libraryPaths } from '../../library/library-paths.ts';
import type { Client } from '../session.ts';
import { HeldError, type Holder } from './held-error.ts';
import { HttpLink } from './http-link.ts';
import { callLoopback, textOf } from './loopback-call.ts';

/** Whoever lives answers this at once. */
const GREETING_MS = 10_000;

/**
 * The procedures of the program that holds a library, over its local API. The lock says who lives; the note beside it is
 * believed where it is of that very process, and what answers has to have this very library open.
 * @throws HeldError
 */
export async function askHolder(root: string, holder: Holder): Promise<Client> {
  const paths = libraryPaths(await resolveStart(root));
  const found = await readApiNote(paths);
  const refuse = (reason: HeldError['reason'], cause?: unknown) =>
    new HeldError(holder, reason, paths.api, cause);
  if (found === null) throw refuse('off');
  if ('doubt' in found) throw refuse(found.doubt);
  const { note } = found;
  // Left by a process that was killed, or on a share by one of another machine, whose loopback is not ours.
  if (note.pid !== holder.pid || note.host !== holder.host || note.host !== hostname()) throw refuse('off');
  let answers: boolean;
  try {
    answers = await hasThisLibrary(note);
  } catch (error) {
    throw refuse('no_answer', error);
  }
  if (!answers) throw refuse('not_ours');
  return createORPCClient(new HttpLink(note));
}

async function hasThisLibrary(note: ApiNote): Promise<boolean> {
  const order = { method: 'GET', path: '/api/library', idleMs: GREETING_MS };
  const response = await callLoopback(note, order);
  const text = await textOf(response);
  return response.statusCode === 200 && (JSON.parse(text) as { id?: unknown } | null)?.id === note.libraryId;
}

/** Who holds the library, where that is why it could not be opened; else null. */
export function holderIn(error: unknown): Holder | null {
  return error instanceof ORPCError && error.code === 'LIBRARY_LOCKED' ? (error.data as Holder) : null;
}
