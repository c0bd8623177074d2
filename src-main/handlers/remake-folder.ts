import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileOpRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { makeFolders } from '../files/make-folders.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { ownsNothing } from '../library/drop-project.ts';
import type { HandlerServices } from './handler.ts';

/**
 * Of a deleted project in which there was nothing, the empty folder is all there is to bring back: somebody may have cleared
 * it away.
 */
export async function remakeEmptyFolder(services: HandlerServices, intent: FileOpRow): Promise<void> {
  const isEmpty = intent.project_id !== null && ownsNothing(services.db, intent.project_id);
  if (isEmpty) await remakeFolder(services, intent);
}

/** Where the folder of a project is at neither of its places, it is made at its target, as if it had been moved there. */
export async function remakeFolder(
  { paths: { root } }: Pick<HandlerServices, 'paths'>,
  intent: FileOpRow,
): Promise<void> {
  const [source, target] = [join(root, intent.source), join(root, intent.target)];
  if ((await look(source)) !== null || (await look(target)) !== null) return;
  await requireRealFolders(root, dirname(target));
  try {
    await makeFolders(dirname(target));
    await mkdir(toNative(target));
  } catch (error) {
    throw toAppError(error);
  }
}
