import type { Db } from '../db/connection.ts';
import { selectOne } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { splitName } from '../library/file-names.ts';
import { byPreference } from '../library/picture-order.ts';

type Kind = Pick<FileRow, 'role' | 'format' | 'path'>;

/**
 * A sidecar in the form that programs share, by its name: some leave out the packet that tells the content. Others (`.pp3`,
 * `.dop`, `.aae`) are one program's own business.
 */
export function isXmp({ role, path }: Kind): boolean {
  return role === 'sidecar' && path.toLowerCase().endsWith('.xmp');
}

/**
 * Pictures that a description is written into: open formats, in which ExifTool can prove that the picture stayed the same.
 * Makers' RAWs are not among them, whatever the settings say: their makers publish no format, and they are originals that
 * nothing can make again. DNG is published, and made for it.
 */
const EMBEDDING: ReadonlySet<string> = new Set([
  ...['jpeg', 'mpo', 'tiff', 'png', 'webp', 'heic', 'avif', 'jxl', 'jp2', 'dng'],
]);

export function canEmbed({ role, format }: Kind): boolean {
  return (role === 'image' || role === 'raw') && EMBEDDING.has(format);
}

/** The picture that stands for a photo: a RAW that comes with a JPEG says nothing of its own. */
export function standingFile(files: readonly FileRow[]): FileRow | undefined {
  return files.filter(({ role }) => STANDING.has(role)).sort(byPreference)[0];
}

const STANDING: ReadonlySet<FileRow['role']> = new Set(['image', 'raw', 'video']);

/**
 * How the sidecar of a photo would be called: `IMG.xmp` as Adobe does it, or `IMG.CR3.xmp` as darktable does, whichever its
 * project has more of; the former where it has none.
 */
export function sidecarName(
  db: Db,
  photo: { id: number; project_id: number; base_name: string },
  files: readonly Pick<FileRow, 'path' | 'role'>[],
): string {
  const main = files.find(({ role }) => role === 'raw') ?? files.find(({ role }) => role === 'image');
  const extension = main === undefined ? '' : splitName(main.path).extension;
  return extension !== '' && hasLongNames(db, photo.project_id)
    ? `${photo.base_name}.${extension}.xmp`
    : `${photo.base_name}.xmp`;
}

function hasLongNames(db: Db, projectId: number): boolean {
  const row = selectOne<{ long: number | null; all_of_them: number }>(
    db,
    `SELECT sum(length(files.path) > length(photos.base_name) + 4) AS long, count(*) AS all_of_them
     FROM (SELECT path, photo_id FROM files WHERE project_id = @projectId AND role = 'sidecar' AND lower(path) LIKE '%.xmp'
       AND missing_at IS NULL LIMIT 100) AS files
     JOIN photos ON photos.id = files.photo_id`,
    { projectId },
  );
  return row !== undefined && (row.long ?? 0) * 2 > row.all_of_them;
}
