import type { FileRole, Problem } from '../../src-preload/contract/photos.ts';
import { type Db, execute, insert, selectAll, selectOne } from '../db/connection.ts';
import type { ExifOutput } from '../workers/protocol.ts';

export interface NewPhoto {
  projectId: number;
  base: string;
  /** Stands in for the capture time until that is read. */
  sortAt: number;
  now: number;
}

export function insertPhoto(db: Db, photo: NewPhoto): number {
  const id = insert(
    db,
    `INSERT INTO photos(project_id, base_name, sort_at, created_at, updated_at)
     VALUES (@projectId, @base, @sortAt, @now, @now)`,
    { ...photo },
  );
  for (const kind of ['thumbnail', 'preview']) {
    execute(
      db,
      `INSERT INTO derivatives(photo_id, kind, status, updated_at) VALUES (@id, @kind, 'pending', @now)`,
      {
        id,
        kind,
        now: photo.now,
      },
    );
  }
  return id;
}

export interface NewFile {
  photoId: number;
  projectId: number;
  path: string;
  role: FileRole;
  format: string;
  bytes: number;
  mtimeMs: number;
  sha256: string;
  problem: Problem | null;
  now: number;
}

/** Where the photo's own row of that name is missing its file, the row has it again, and stays what it was. */
export function insertFile(db: Db, file: NewFile): number {
  const { problem, ...row } = file;
  const known = selectOne<{ id: number }>(
    db,
    `UPDATE files SET role = @role, format = @format, bytes = @bytes, mtime_ms = @mtimeMs, sha256 = @sha256,
       problem_code = @code, problem_detail = @detail, missing_at = NULL, verified_at = @now
     WHERE project_id = @projectId AND path = @path AND photo_id = @photoId AND missing_at IS NOT NULL RETURNING id`,
    { ...row, code: problem?.code ?? null, detail: problem?.detail ?? null },
  );
  if (known !== undefined) return known.id;
  return insert(
    db,
    `INSERT INTO files(photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, problem_code, problem_detail,
       created_at)
     VALUES (@photoId, @projectId, @path, @role, @format, @bytes, @mtimeMs, @sha256, @code, @detail, @now)`,
    { ...row, code: problem?.code ?? null, detail: problem?.detail ?? null },
  );
}

/** Photos of the project that have a file of this content. Empty files are all alike, so for them the name counts too. */
export function photosWithContent(
  db: Db,
  file: { projectId: number; bytes: number; sha256: string; name: string },
): number[] {
  return selectAll<{ photo_id: number }>(
    db,
    `SELECT DISTINCT photo_id FROM files WHERE bytes = @bytes AND sha256 = @sha256 AND project_id = @projectId
       AND missing_at IS NULL AND (bytes > 0 OR path = @name) ORDER BY photo_id`,
    file,
  ).map((row) => row.photo_id);
}

/** @param file.photoId the photo that the file is for, null for a new one: a name that it is missing is its own */
export function isNameTaken(
  db: Db,
  file: { projectId: number; path: string; photoId: number | null },
): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM files WHERE project_id = @projectId AND path = @path
       AND (missing_at IS NULL OR photo_id IS NOT @photoId)`,
    file,
  );
  return found !== undefined;
}

export function isBaseTaken(db: Db, projectId: number, base: string): boolean {
  const found = selectOne(db, `SELECT 1 FROM photos WHERE project_id = @projectId AND base_name = @base`, {
    projectId,
    base,
  });
  return found !== undefined;
}

/** Stores what a camera says of a photo. What people say of it is another matter (metadata/first-description.ts). */
export function recordExif(db: Db, photoId: number, exif: ExifOutput, now: number): void {
  // ExifTool tells the size as stored; orientations from 5 on lay it on its side.
  const turned = (exif.orientation ?? 1) >= 5;
  execute(
    db,
    `UPDATE photos SET camera_make = @cameraMake, camera_model = @cameraModel, lens = @lens, content_id = @contentId,
       duration_seconds = @durationSeconds, width = coalesce(width, @width), height = coalesce(height, @height),
       updated_at = @now
     WHERE id = @photoId`,
    {
      photoId,
      now,
      cameraMake: exif.cameraMake,
      cameraModel: exif.cameraModel,
      lens: exif.lens,
      contentId: exif.contentId,
      durationSeconds: exif.durationSeconds,
      width: turned ? exif.height : exif.width,
      height: turned ? exif.width : exif.height,
    },
  );
}
