import { join } from 'node:path';
import type { FileRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { look } from '../files/move-file.ts';
import type { PhotoBundle } from '../library/bundle-rows.ts';
import { splitName } from '../library/file-names.ts';
import { canEmbed, isXmp, sidecarName, standingFile } from '../metadata/files.ts';
import type { PhotoFile } from '../metadata/write-plan.ts';
import type { ItemContext } from './handler.ts';
import { orProjectAway, requireProjectHere } from './project-here.ts';

/**
 * What each file of a photo says, sidecars first.
 * @param pictures the one that stands for the photo; or all that a description could be written into, and a sidecar that
 *   could be made where there is none
 * @throws AppError `volume_away`, and what reading a file throws
 */
export async function readPhotoFiles(
  { services, signal }: Pick<ItemContext<unknown>, 'services' | 'signal'>,
  { photo, files, project }: PhotoBundle,
  pictures: 'standing' | 'all',
): Promise<PhotoFile[]> {
  const folder = await requireProjectHere(services, project);
  const read = async (file: FileRow, kind: PhotoFile['kind'], counts: boolean): Promise<PhotoFile> => {
    const path = join(folder, file.path);
    const seen = await look(path);
    if (seen === null) throw new AppError('file_missing', { detail: file.path });
    const isJpeg = file.format === 'jpeg';
    return {
      kind,
      counts,
      path: file.path,
      fileId: file.id,
      seen: { bytes: seen.size, mtimeMs: seen.mtimeMs },
      writable: kind === 'sidecar' || canEmbed(file),
      sidecarFor: null,
      said: await services.workers.run('description', { path, isJpeg }, { signal }),
    };
  };
  const sidecars = files.filter(isXmp);
  const standing = standingFile(files);
  const embedding = files.filter((file) => file === standing || (pictures === 'all' && canEmbed(file)));
  try {
    const found = await Promise.all([
      ...sidecars.map((file) => read(file, 'sidecar', true)),
      ...embedding.map((file) => read(file, 'embedded', file === standing)),
    ]);
    if (sidecars.length > 0 || pictures === 'standing') return found;
    const raw = files.find(({ role }) => role === 'raw');
    const missing: PhotoFile = {
      kind: 'sidecar',
      counts: true,
      path: sidecarName(services.db, photo, files),
      fileId: null,
      seen: null,
      writable: true,
      sidecarFor: raw === undefined ? null : splitName(raw.path).extension,
      said: null,
    };
    return [missing, ...found];
  } catch (error) {
    throw await orProjectAway(services, project, toAppError(error));
  }
}
