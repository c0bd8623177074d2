import { recordAudit } from '../db/audit.ts';
import { type Db, execute } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { markDone } from '../files/journal.ts';
import { photoBundle } from '../library/bundle-rows.ts';
import { insertVersion } from '../library/file-versions.ts';
import { insertFile } from '../library/record-import.ts';
import { afterWrite } from '../metadata/after-write.ts';
import { recordConflicts } from '../metadata/conflicts.ts';
import type { Description } from '../metadata/description.ts';
import { applyDifferences, descriptionOf, knownOf, setKnown } from '../metadata/rows.ts';
import { compareThreeWay, type Difference } from '../metadata/three-way.ts';
import { refreshUnwritten } from '../metadata/unwritten.ts';
import type { WritePlan } from '../metadata/write-plan.ts';
import type { WrittenFile } from '../workers/protocol.ts';
import { remakePictures } from './follow-up.ts';
import type { ItemContext } from './handler.ts';

export interface DoneWrite {
  intent: FileOpRow;
  written: WrittenFile;
}

interface Recorded {
  /** What the library said when it was compared. */
  ours: Description;
  plan: WritePlan;
  writes: readonly DoneWrite[];
}

/**
 * The rows follow what was written: the files are what they are now, what they were is kept as a version, and both sides
 * agree on what was said. Without writes, only the last.
 */
export function recordWrites(
  { services, job, item }: ItemContext<unknown>,
  { ours, plan, writes }: Recorded,
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const photoId = item.photo_id ?? 0;
  const bundle = photoBundle(db, photoId);
  if (bundle === null) throw new AppError('photo_gone');
  const known = knownOf(db, photoId);
  const isOutdated = writes.some(({ intent }) => {
    const file = bundle.files.find(({ id }) => intent.kept !== null && id === intent.file_id);
    // Another program changed it, and no check has seen that yet. None will: the row is right from now on.
    return file !== undefined && file.role !== 'sidecar' && file.sha256 !== intent.sha256;
  });
  for (const { intent, written } of writes) {
    const fileId =
      intent.kept === null
        ? insertFile(db, sidecarRow(photoId, intent, written, now))
        : updateFile(db, { id: intent.file_id ?? 0, photoId, intent, written, now });
    insertVersion(db, {
      task_id: job.task_id ?? String(job.id),
      photo_id: photoId,
      file_id: fileId,
      project_id: bundle.project.id,
      path: intent.target,
      kept: intent.kept,
      bytes: intent.bytes,
      mtime_ms: intent.mtime_ms,
      sha256: intent.sha256,
      written_sha256: written.sha256,
      known: known === null ? null : JSON.stringify(known),
      written_at: now,
    });
    markDone(db, { id: intent.id, photoId, now });
  }
  if (isOutdated) remakePictures(services, photoId);
  const after = afterWrite(plan, known);
  take(db, { photoId, ours, taken: after.taken, now });
  setKnown(db, { photoId, known: after.known, now });
  recordConflicts(db, { photoId, differences: after.conflicts, now });
  refreshUnwritten(db, [photoId]);
  changes.photo(photoId, { added: false });
  if (writes.length === 0) return;
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'metadata_written',
    taskId: job.task_id,
    projectId: bundle.project.id,
    photoId,
    detail: { differences: plan.differences, files: writes.map(({ intent }) => intent.target) },
  });
}

/**
 * What both sides added to a list was written; the library has its part of it only now. What a person said meanwhile counts
 * as a change of its own.
 */
function take(
  db: Db,
  input: { photoId: number; ours: Description; taken: readonly Difference[]; now: number },
): void {
  const { photoId, ours, taken, now } = input;
  const said = descriptionOf(db, photoId);
  if (said === null) return;
  const theirs = { ...ours, ...Object.fromEntries(taken.map(({ field, becomes }) => [field, becomes])) };
  applyDifferences(db, { photoId, differences: compareThreeWay(ours, said, theirs), now });
}

function sidecarRow(
  photoId: number,
  intent: FileOpRow,
  { bytes, mtimeMs, sha256 }: WrittenFile,
  now: number,
) {
  return {
    photoId,
    projectId: intent.project_id ?? 0,
    path: intent.target,
    role: 'sidecar',
    format: 'xmp',
    bytes,
    mtimeMs: Math.round(mtimeMs),
    sha256,
    problem: null,
    now,
  } as const;
}

function updateFile(
  db: Db,
  input: { id: number; photoId: number; intent: FileOpRow; written: WrittenFile; now: number },
): number {
  const { id, photoId, intent, written, now } = input;
  setFileContent(db, { id, ...written, now });
  // The picture is, bit for bit, the one that its thumbnail was made of.
  keepDerivatives(db, { photoId, from: intent.sha256 ?? '', to: written.sha256 });
  return id;
}

export function setFileContent(db: Db, file: WrittenFile & { id: number; now: number }): void {
  execute(
    db,
    `UPDATE files SET bytes = @bytes, mtime_ms = @mtimeMs, sha256 = @sha256, verified_at = @now WHERE id = @id`,
    { ...file, mtimeMs: Math.round(file.mtimeMs) },
  );
}

export function keepDerivatives(db: Db, input: { photoId: number; from: string; to: string }): void {
  execute(
    db,
    `UPDATE derivatives SET source_sha256 = @to WHERE photo_id = @photoId AND source_sha256 = @from`,
    input,
  );
}
