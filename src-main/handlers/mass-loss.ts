import { join } from 'node:path';
import { selectOne } from '../db/connection.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { listFolder, lookAtFiles } from '../files/list-folder.ts';
import { BATCH } from '../library/analyze-import.ts';
import { agree, isPrimary } from '../library/bundles.ts';
import { isMassLoss, withoutSuccessor } from '../library/manifest-difference.ts';
import { countFilesNotMissing, type Differing } from '../library/manifest-scan.ts';
import { strangeNames } from '../library/strays.ts';
import { projectsInScope } from './check-scope.ts';
import type { HandlerServices } from './handler.ts';
import { RowsOnDisk } from './rows-on-disk.ts';

interface Scanned {
  projectFolder: string;
  folder: string;
  differing: readonly Differing[];
}
type Lost = Differing & Pick<Scanned, 'projectFolder' | 'folder'>;

/** Named in the question whether they are meant to be missing. */
const EXAMPLES = 5;
const WHOLE_LIBRARY = { projectId: null, photoIds: null };

/**
 * Stops a check that would take more for lost than may vanish at once: files that are missing, and pictures in whose place
 * there is something of another size. What turned up elsewhere in the library, by its size, was renamed or moved; a picture
 * that says it was taken when its photo was is that photo, edited.
 *
 * @param accepted so many were asked about, and a person said that they are meant to be lost
 * @throws AppError `mass_loss` (detail: `{missing, total, examples}` as JSON, and `changed` where some are not missing);
 * nothing has been marked then
 */
export async function requireNoMassLoss(
  services: HandlerServices,
  scans: readonly Scanned[],
  { accepted, signal }: { accepted: number; signal: AbortSignal },
): Promise<void> {
  const total = countFilesNotMissing(services.db);
  const percent = services.config.maintenance.mass_loss_percent;
  const isTooMuch = (missing: number) => missing > accepted && isMassLoss({ missing, total, percent });
  const differing = scans.flatMap(({ projectFolder, folder, differing }) =>
    differing.map((file) => ({ ...file, projectFolder, folder })),
  );
  const suspects = differing.filter((file) => file.kind === 'missing' || isReplaced(file));
  if (!isTooMuch(suspects.length)) return;
  const changed = differing.flatMap(({ kind, bytesNow }) => (kind === 'changed' ? [bytesNow ?? 0] : []));
  const turnedUp = await sizesOfStrangers(services, signal);
  let lost = withoutSuccessor(suspects, [...changed, ...turnedUp]);
  if (!isTooMuch(lost.length)) return;
  const edited = await findEdited(services, lost.filter(isReplaced), signal);
  lost = lost.filter((file) => !edited.has(file));
  if (!isTooMuch(lost.length)) return;
  const replaced = lost.filter(isReplaced).length;
  const detail = {
    missing: lost.length,
    total,
    examples: lost.slice(0, EXAMPLES).map(({ projectFolder, path }) => `${projectFolder}/${path}`),
    ...(replaced > 0 ? { changed: replaced } : {}),
  };
  throw new AppError('mass_loss', { detail: JSON.stringify(detail) });
}

/** One that was only touched, or rewritten to the byte in the same size, is no loss that could be told by looking. */
function isReplaced({ kind, role, bytes, bytesNow }: Differing): boolean {
  return kind === 'changed' && isPrimary(role) && bytesNow !== bytes;
}

/** Of what lies in project folders, anywhere in the library, and has no row that is there. */
async function sizesOfStrangers(services: HandlerServices, signal: AbortSignal): Promise<number[]> {
  const { db, log } = services;
  const disk = new RowsOnDisk(services, signal);
  const sizes: number[] = [];
  for (const project of projectsInScope(db, WHOLE_LIBRARY)) {
    const folder = await disk.folderOf(project.id);
    if (folder === null) continue;
    try {
      const strange = await strangeNames(db, project.id, await listFolder(folder));
      const names = strange.filter(({ kind }) => kind === 'file').map(({ name }) => name);
      for (const seen of (await lookAtFiles(folder, names, signal)).values()) {
        if (seen !== null) sizes.push(seen.bytes);
      }
    } catch (error) {
      signal.throwIfAborted();
      // Then its strangers account for nothing, and the question is asked.
      log.warn({ folder, err: toAppError(error) }, 'a project folder could not be listed');
    }
  }
  return sizes;
}

async function findEdited(
  { db, workers }: HandlerServices,
  replaced: readonly Lost[],
  signal: AbortSignal,
): Promise<Set<Lost>> {
  const edited = new Set<Lost>();
  for (let start = 0; start < replaced.length; start += BATCH) {
    const batch = replaced.slice(start, start + BATCH);
    const input = batch.map(({ folder, path }) => ({ path: join(folder, path) }));
    const times = await workers.run('captureTime', input, { signal });
    batch.forEach((file, index) => {
      const photo = selectOne<{ taken_at: string | null }>(
        db,
        `SELECT taken_at FROM photos WHERE id = @photoId`,
        { photoId: file.photoId },
      );
      if (agree(times[index]?.takenAt ?? null, photo?.taken_at ?? null)) edited.add(file);
    });
  }
  return edited;
}
