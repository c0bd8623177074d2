import { readdir, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transaction } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import {
  abandonIntent,
  abandonIntents,
  isTemporaryOf,
  noteWritten,
  openIntents,
  takeOrphanedIntents,
  temporaryName,
} from '../files/journal.ts';
import { look, requireAsSeen } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { placeFile, putBack, type ReplaceTools, replaceFile } from '../files/replace-file.ts';
import { getProject } from '../library/projects.ts';
import type { WriteDescriptionOutput } from '../workers/protocol.ts';
import type { HandlerServices, ItemContext } from './handler.ts';
import { requireProjectHere } from './project-here.ts';
import type { DoneWrite } from './record-writes.ts';

/**
 * Puts the copies that were made for an item in the place of their originals, in the order of the journal. Where one
 * fails, `rollBackWrites` takes back those before it: a photo is written whole or not at all.
 *
 * @param folder absolute, of the project
 * @param made by intent
 */
export async function carryOutWrites(
  context: ItemContext<unknown>,
  folder: string,
  made: ReadonlyMap<number, WriteDescriptionOutput>,
): Promise<DoneWrite[]> {
  const { services, item } = context;
  context.commit(() => {
    for (const [id, { before, written }] of made)
      noteWritten(services.db, { id, before, writtenSha256: written.sha256 });
  });
  const done: DoneWrite[] = [];
  for (const intent of openIntents(services.db, item.id)) {
    if (context.signal.aborted) throw toAppError(context.signal.reason);
    const copy = made.get(intent.id);
    if (copy === undefined) throw new AppError('internal', { detail: 'a write without its copy' });
    await takePlace(context, { folder, intent, copy });
    done.push({ intent, written: copy.written });
    services.probe('file_written');
  }
  return done;
}

async function takePlace(
  { services, job }: ItemContext<unknown>,
  { folder, intent, copy }: { folder: string; intent: FileOpRow; copy: WriteDescriptionOutput },
): Promise<void> {
  const target = join(folder, intent.target);
  const temporary = join(folder, temporaryName(intent.id, job.lease ?? ''));
  await requireRealFolders(folder, dirname(target));
  if (copy.before === null || intent.kept === null) {
    await placeFile(temporary, target, services.folders);
    return;
  }
  const kept = join(folder, intent.kept);
  await requireRealFolders(folder, dirname(kept));
  await replaceFile(
    { temporary, target, kept, before: copy.before, root: folder },
    toolsFor(services, intent, folder),
  );
}

export function toolsFor(services: HandlerServices, intent: FileOpRow, folder: string): ReplaceTools {
  const { workers, folders } = services;
  return {
    folders,
    copy: (source, target, mtimeMs) =>
      workers.run('copy', { source, target, mtimeMs, temporary: copyName(intent, folder) }),
  };
}

/** Beside the copy that was changed: both may be there at once. */
const copyName = (intent: FileOpRow, folder: string): string =>
  join(folder, temporaryName(intent.id, 'copy'));

/** Takes back what was written for an item that will not be finished, last first, and closes its intents. */
export async function rollBackWrites(context: ItemContext<unknown>): Promise<void> {
  const { services, item, job } = context;
  const intents = openIntents(services.db, item.id).filter(({ kind }) => kind === 'write');
  if (intents.length === 0) return;
  for (const intent of [...intents].reverse()) await takeBack(services, intent, job.lease ?? '');
  context.commit(() => abandonIntents(services.db, { itemId: item.id, now: services.clock.wall() }));
}

/**
 * The same for items that have ended, or are gone. Run at start, because a process can die between an end and its cleaning
 * up, and with each check of the files, because a drive that was away then may be back.
 */
export async function rollBackOrphanedWrites(services: HandlerServices): Promise<void> {
  for (const intent of takeOrphanedIntents(services.db, ['write']).reverse()) {
    try {
      await takeBack(services, intent, '');
      const now = services.clock.wall();
      transaction(services.db, () => abandonIntent(services.db, { id: intent.id, now }));
    } catch (error) {
      services.log.error(
        { target: intent.target, err: error },
        'what was written by halves could not be taken back yet',
      );
    }
  }
}

/**
 * Leaves a file as it was before. What somebody else wrote there meanwhile stays, and the old bytes stay beside it: nobody
 * but a person can say which of the two is wanted.
 */
async function takeBack(services: HandlerServices, intent: FileOpRow, lease: string): Promise<void> {
  const { db, workers, folders } = services;
  const project = intent.project_id === null ? null : getProject(db, intent.project_id);
  if (project === null) return;
  // With its drive away there is nothing to be seen there, and nobody can say what is.
  const folder = await requireProjectHere(services, project);
  const target = join(folder, intent.target);
  const temporary = join(folder, temporaryName(intent.id, lease));
  await requireRealFolders(folder, dirname(target));
  for (const name of await readdir(toNative(folder)))
    if (isTemporaryOf(intent.id, name)) await rm(toNative(join(folder, name)), { force: true });
  // Nothing takes the place of anything before this is noted.
  if (intent.written_sha256 === null) return;
  const found = await look(target);
  const content = found?.isFile() ? (await workers.run('hash', { path: target })).sha256 : null;
  if (intent.kept === null) {
    if (content !== intent.written_sha256) return;
    await requireAsSeen(target, found);
    await unlink(toNative(target));
    await folders.flush(dirname(target));
    return;
  }
  const kept = join(folder, intent.kept);
  await requireRealFolders(folder, dirname(kept));
  if ((await look(kept)) === null) return;
  if (found === null || content === intent.written_sha256) {
    await putBack(
      { kept, target, temporary, mtimeMs: intent.mtime_ms ?? 0, seen: found },
      toolsFor(services, intent, folder),
    );
  } else if (content === intent.sha256) {
    // Never replaced: the second name, or the copy, is not needed.
    await unlink(toNative(kept));
    await folders.flushIfThere(dirname(kept));
  }
}
