import { join } from 'node:path';
import { selectAll, selectOne } from '../db/connection.ts';
import type { FileRow, PhotoRow, ProjectRow } from '../db/rows.ts';
import { listFolder, lookAtFiles } from '../files/list-folder.ts';
import { look } from '../files/move-file.ts';
import type { FoundFile } from '../files/walk.ts';
import type { LeftAlone } from '../library/adoption-plan.ts';
import { BATCH, inspectFiles, type Survey } from '../library/analyze-import.ts';
import { isPrimary } from '../library/bundles.ts';
import { isKnownSize } from '../library/import-knowledge.ts';
import type { Candidate } from '../library/import-plan.ts';
import type { GoneFile, PhotoWithGone } from '../library/relink-plan.ts';
import { pathsBeingTakenIn, rowsWithContent, strangeNames } from '../library/strays.ts';
import { systemFileReason } from '../library/system-files.ts';
import type { ItemContext } from './handler.ts';
import { RowsOnDisk } from './rows-on-disk.ts';

export interface StraySurvey {
  /** What might be ours, or become so. */
  candidates: Candidate[];
  leave: LeftAlone[];
  /** Names in the folder, whatever they are. */
  names: ReadonlySet<string>;
}

/** Looks at everything in a project folder that no row knows, and changes nothing. */
export async function surveyStrays(
  { services, signal }: Pick<ItemContext<unknown>, 'services' | 'signal'>,
  project: ProjectRow,
  folder: string,
): Promise<StraySurvey> {
  const { db, workers } = services;
  const entries = await listFolder(folder);
  const awaited = pathsBeingTakenIn(db, project.id);
  const strange = (await strangeNames(db, project.id, entries)).filter(
    ({ name }) => !awaited.has(join(folder, name)),
  );
  const seen = await lookAtFiles(
    folder,
    strange.map(({ name }) => name),
    signal,
  );
  const survey: StraySurvey = { candidates: [], leave: [], names: new Set(entries.keys()) };
  const found: FoundFile[] = [];
  for (const { name, kind } of strange) {
    const info = seen.get(name) ?? null;
    const code = kind === 'file' ? systemFileReason(name) : kind;
    if (code !== null) survey.leave.push({ name, bytes: info?.bytes ?? 0, code });
    else if (info !== null)
      found.push({ kind: 'file', path: join(folder, name), folder, name, listedOnly: false, ...info });
  }
  const sizes = new Map<number, number>();
  for (const { bytes } of found) sizes.set(bytes, (sizes.get(bytes) ?? 0) + 1);
  const inspected: Survey = { candidates: [], passedOver: [] };
  for (let start = 0; start < found.length; start += BATCH) {
    signal.throwIfAborted();
    const input = { workers, signal, isKnownSize: (bytes: number) => isKnownSize(db, bytes) };
    await inspectFiles(found.slice(start, start + BATCH), sizes, input, inspected);
  }
  for (const { path, bytes, problem } of inspected.passedOver) {
    survey.leave.push({ name: path.slice(folder.length + 1), bytes, code: problem.code });
  }
  sortOut(found, inspected.candidates, survey);
  return survey;
}

/** A file that changed while it was read is still being written: it is whole the next time. */
function sortOut(found: readonly FoundFile[], candidates: readonly Candidate[], survey: StraySurvey): void {
  const before = new Map(found.map((file) => [file.path, file]));
  for (const candidate of candidates) {
    const { bytes, mtimeMs } = before.get(candidate.path) ?? candidate;
    if (bytes === candidate.bytes && mtimeMs === candidate.mtimeMs) survey.candidates.push(candidate);
    else survey.leave.push({ name: candidate.name, bytes, code: 'source_changed' });
  }
}

/** The photos whose files have gone, and for which files with their content have turned up. */
export async function photosWithGone(
  { services, signal }: Pick<ItemContext<unknown>, 'services' | 'signal'>,
  project: ProjectRow,
  { candidates, names }: StraySurvey,
): Promise<(PhotoWithGone & { leftBehind: { name: string; mtimeMs: number }[] })[]> {
  const { db } = services;
  const disk = new RowsOnDisk(services, signal);
  const here = { project, names };
  const photoIds = new Set<number>();
  for (const candidate of candidates) {
    if (candidate.sha256 === null) continue;
    const content = { bytes: candidate.bytes, sha256: candidate.sha256 };
    for (const row of rowsWithContent(db, content)) {
      if (!photoIds.has(row.photo_id) && (await isGone(disk, here, row, candidate)))
        photoIds.add(row.photo_id);
    }
  }
  const byContent = new Map(candidates.map((candidate) => [contentOf(candidate), candidate]));
  const photos: Awaited<ReturnType<typeof photosWithGone>> = [];
  for (const photoId of photoIds) {
    const photo = selectOne<PhotoRow>(db, `SELECT * FROM photos WHERE id = @photoId`, { photoId });
    if (photo === undefined) continue;
    const rows = selectAll<FileRow>(db, `SELECT * FROM files WHERE photo_id = @photoId`, { photoId });
    const gone: GoneFile[] = [];
    const there: FileRow[] = [];
    for (const row of rows) {
      const twin = byContent.get(contentOf(row)) ?? null;
      if (await isGone(disk, here, row, twin)) gone.push(asGone(row));
      else there.push(row);
    }
    const hasPicture = there.some(({ role }) => isPrimary(role));
    const hasTrash =
      selectOne(db, `SELECT 1 FROM trash WHERE photo_id = @photoId`, { photoId }) !== undefined;
    photos.push({
      photoId,
      projectId: photo.project_id,
      base: photo.base_name,
      gone,
      there: there.map(({ path }) => path),
      leftBehind: hasPicture ? [] : there.filter(({ role }) => role === 'sidecar').map(asGone),
      hasTrash,
    });
  }
  return photos;
}

function asGone(row: FileRow): GoneFile & { mtimeMs: number } {
  const { id: fileId, path: name, bytes, sha256, mtime_ms: mtimeMs } = row;
  return { fileId, name, bytes, sha256, mtimeMs, isRider: !isPrimary(row.role) };
}

function contentOf({ bytes, sha256 }: { bytes: number; sha256: string | null }): string {
  return `${bytes}:${sha256}`;
}

type Row = Pick<FileRow, 'project_id' | 'path' | 'bytes' | 'mtime_ms' | 'sha256' | 'missing_at'>;

/** Whether the file of a row is not where it should be, so that a stray with its content may be it. */
async function isGone(
  disk: RowsOnDisk,
  { project, names }: { project: ProjectRow; names: ReadonlySet<string> },
  row: Row,
  stray: Candidate | null,
): Promise<boolean> {
  const folder = await disk.folderOf(row.project_id);
  if (folder === null) return false;
  const info = await look(join(folder, row.path));
  if (info === null || !info.isFile()) return true;
  const isHere = row.project_id === project.id;
  // Something has the name of a file that is missing. Here, it is one of the strays, and matched with it if it is the file.
  if (row.missing_at !== null) return isHere || (await disk.stateOf(row)) === 'other';
  // Where names differ in case or normal form only, a renamed file is found under its old name too: it is listed
  // under the new one alone, and is one and the same file.
  if (stray === null || !isHere || names.has(row.path)) return false;
  const other = await look(stray.path);
  return other !== null && other.ino === info.ino && other.dev === info.dev && info.ino !== 0;
}
