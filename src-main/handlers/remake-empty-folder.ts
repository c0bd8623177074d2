import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileOpRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { ownsNothing } from '../library/drop-project.ts';
import type { HandlerServices } from './handler.ts';

/**
 * Of a deleted project in which there was nothing, the empty folder is all there is to bring back: somebody may have cleared
 * it away. At its target it is taken for moved already, as after a death.
 */
export async function remakeEmptyFolder(
  { db, paths }: Pick<HandlerServices, 'db' | 'paths'>,
  intent: FileOpRow,
): Promise<void> {
  if (intent.project_id === null || !ownsNothing(db, intent.project_id)) return;
  const [source, target] = [join(paths.root, intent.source), join(paths.root, intent.target)];
  if ((await look(source)) !== null || (await look(target)) !== null) return;
  try {
    await mkdir(toNative(target));
  } catch (error) {
    throw toAppError(error);
  }
}
