import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { FileRow, PhotoRow } from '../../../src-main/db/rows.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { runMaintenance } from '../../../src-main/engine/maintenance.ts';
import { jobsOfTask } from '../../../src-main/jobs/sql/jobs.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import type { MaintenanceType } from '../../../src-preload/contract/maintenance.ts';
import { until } from '../../fixtures/engine/make-engine.ts';

/** Runs one type of maintenance over the library, or one project, to its end. Answers the task. */
export async function check(
  engine: LibraryEngine,
  type: MaintenanceType,
  projectId?: number,
  params: object = {},
) {
  const id = runMaintenance(engine, { types: [type], projectId, params });
  await engine.taskEnded(id);
  const [job] = jobsOfTask(engine.db, id);
  if (job === undefined) throw new Error('a task without a job');
  return { id, state: getTask(engine.db, id)?.state, job };
}

export async function checkAll(engine: LibraryEngine, projectId?: number): Promise<void> {
  for (const type of ['manifest_check', 'folder_check', 'manifest_cleaning'] as const) {
    await check(engine, type, projectId);
  }
  await idle(engine);
}

/** Also what followed from it has ended. */
export async function idle(engine: LibraryEngine): Promise<void> {
  await until(() => engine.unfinishedTasks().length === 0, 'rest', 20_000);
}

export function itemsOf(engine: LibraryEngine, taskId: string) {
  return selectAll<{ ref: string; state: string; error_code: string | null; result: string | null }>(
    engine.db,
    `SELECT ref, job_items.state, job_items.error_code, result FROM job_items JOIN jobs ON jobs.id = job_id
     WHERE task_id = @taskId ORDER BY job_items.id`,
    { taskId },
  );
}

export function photoNamed(engine: LibraryEngine, base: string): PhotoRow {
  const row = selectOne<PhotoRow>(engine.db, `SELECT * FROM photos WHERE base_name = @base`, { base });
  if (row === undefined) throw new Error(`no photo ${base}`);
  return row;
}

export function photoOf(engine: LibraryEngine, id: number): PhotoRow | undefined {
  return selectOne<PhotoRow>(engine.db, `SELECT * FROM photos WHERE id = @id`, { id });
}

export function filesOf(engine: LibraryEngine, photoId: number): FileRow[] {
  return selectAll<FileRow>(engine.db, `SELECT * FROM files WHERE photo_id = @photoId ORDER BY path`, {
    photoId,
  });
}

export function decide(engine: LibraryEngine, photoId: number, rating: number): void {
  engine.db.prepare('UPDATE photos SET rating = ? WHERE id = ?').run(rating, photoId);
}

export function untracked(engine: LibraryEngine) {
  return selectAll<{ path: string; code: string }>(
    engine.db,
    `SELECT path, code FROM untracked_files ORDER BY path`,
  );
}

export async function removeFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name));
}

export async function put(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
