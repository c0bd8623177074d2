import { join } from 'node:path';
import type { Plan, PlanLine } from '../../../src-preload/contract/plans.ts';
import { recordAudit } from '../../db/audit.ts';
import { durableTransaction, execute, selectOne } from '../../db/connection.ts';
import type { FileOpRow, ProjectRow } from '../../db/rows.ts';
import { AppError } from '../../files/app-error.ts';
import { abandonIntent, getIntent, markDone, writeIntent } from '../../files/journal.ts';
import { look } from '../../files/move-file.ts';
import { requireProjectHere } from '../../handlers/project-here.ts';
import { moveProjectFolder, putProjectBack } from '../../handlers/relocate-project.ts';
import { assemble } from '../../library/plans/assemble.ts';
import { findProject, getProject, projectNameProblem, requireLiveProject } from '../../library/projects.ts';
import { TRASH_FOLDER } from '../../library/trash.ts';
import type { LibraryEngine } from '../library-engine.ts';

/**
 * Gives a project and its folder another name. One rename, noted first: a process that dies in between has the folder put
 * back at the next start. The way back is to rename it again.
 *
 * @throws AppError `project_missing`, `project_name_invalid`, `project_exists`, `already_running` while something works
 *   on it, `volume_away`, `target_exists` where such a folder is there
 */
export async function renameProject(engine: LibraryEngine, id: number, name: string): Promise<ProjectRow> {
  const { db, clock, changes } = engine;
  const project = requireLiveProject(engine, id);
  const problem = projectNameProblem(name);
  if (problem !== null) throw new AppError('project_name_invalid', { detail: problem });
  if (project.name === name) return project;
  const other = findProject(db, name);
  if (other !== null && other.id !== id) throw new AppError('project_exists', { detail: String(other.id) });
  requireIdle(engine, project);
  await requireProjectHere(engine, project);
  // On a disk that folds case, the folder of the new name may be this very one.
  const isOwnFolder = project.folder.toLowerCase() === name.toLowerCase();
  if (!isOwnFolder && (await look(join(engine.paths.root, name))) !== null) {
    throw new AppError('target_exists', { detail: name });
  }
  const intent = durableTransaction(db, () => noteRename(engine, project, name));
  try {
    await moveProjectFolder({ paths: engine.paths, folders: engine.folders }, intent);
  } catch (error) {
    await takeBack(engine, intent);
    throw error;
  }
  durableTransaction(db, () => {
    const now = clock.wall();
    execute(db, `UPDATE projects SET name = @name, folder = @name, updated_at = @now WHERE id = @id`, {
      id,
      name,
      now,
    });
    markDone(db, { id: intent.id, photoId: null, now });
    recordAudit(db, {
      at: now,
      actor: 'person',
      action: 'project_renamed',
      taskId: null,
      projectId: id,
      photoId: null,
      detail: { from: project.name, to: name },
    });
  });
  changes.projects();
  changes.wholesale();
  return getProject(db, id) ?? project;
}

/** It may have been moved, and only the flush failed. What cannot be put back now is, at the next start. */
async function takeBack({ db, clock, paths, folders }: LibraryEngine, intent: FileOpRow): Promise<void> {
  try {
    await putProjectBack({ paths, folders }, intent);
  } catch {
    return;
  }
  abandonIntent(db, { id: intent.id, now: clock.wall() });
}

function noteRename(engine: LibraryEngine, project: ProjectRow, name: string): FileOpRow {
  const { db, clock } = engine;
  // Asked again: something may have begun while we looked at the disk.
  requireIdle(engine, project);
  const id = writeIntent(db, {
    kind: 'project',
    taskId: null,
    itemId: null,
    projectId: project.id,
    baseName: null,
    source: project.folder,
    target: name,
    bytes: null,
    now: clock.wall(),
  });
  const intent = getIntent(db, id);
  if (intent === null) throw new AppError('internal', { detail: 'an intent that was not stored' });
  return intent;
}

/** @throws AppError `project_missing` */
export async function planOfProjectDelete(
  engine: LibraryEngine,
  input: { id: number; lineLimit: number },
): Promise<Plan> {
  const project = requireLiveProject(engine, input.id);
  const { root } = engine.paths;
  const facts = selectOne<{ photos: number; files: number; bytes: number }>(
    engine.db,
    `SELECT (SELECT count(*) FROM photos WHERE project_id = @id AND present = 1) AS photos, count(*) AS files,
       coalesce(sum(bytes), 0) AS bytes FROM files WHERE project_id = @id`,
    { id: input.id },
  );
  const line: PlanLine = {
    photoId: null,
    photo: project.name,
    projectId: project.id,
    project: project.name,
    action: 'trash',
    role: null,
    path: join(root, project.folder),
    target: join(root, TRASH_FOLDER, project.folder),
    bytes: facts?.bytes ?? 0,
    reason: 'asked',
    problem: null,
  };
  const plan = await assemble(
    { kind: 'project_delete', lines: [line], folders: new Map([[project.id, line.path]]) },
    { lineLimit: input.lineLimit, now: engine.clock.wall() },
  );
  // One folder is moved; what is in it is what a person wants to know.
  return {
    ...plan,
    totals: { photos: facts?.photos ?? 0, files: facts?.files ?? 0, bytes: facts?.bytes ?? 0 },
  };
}

/** @throws AppError `project_missing`, `not_confirmed`, `already_running`, `queue_full` */
export function startProjectDelete(engine: LibraryEngine, id: number, confirm: string): string {
  const project = requireLiveProject(engine, id);
  if (confirm !== project.name) throw new AppError('not_confirmed', { detail: project.name });
  requireIdle(engine, project);
  return engine.startTask({ type: 'project_delete', projectId: id, params: { projectId: id }, items: [] });
}

/** What works in the folder of a project would be left without it. */
function requireIdle({ db }: LibraryEngine, project: ProjectRow): void {
  const task = selectOne<{ id: string | null }>(
    db,
    `SELECT id FROM tasks WHERE project_id = @id AND finished_at IS NULL AND source = 'user'
     UNION ALL SELECT task_id FROM jobs WHERE state = 'running' AND source = 'user' AND project_id IS NULL
     UNION ALL SELECT task_id FROM file_ops WHERE project_id = @id AND state = 'intended'
     UNION ALL SELECT task_id FROM file_ops WHERE source_project_id = @id AND state = 'intended' LIMIT 1`,
    { id: project.id },
  );
  if (task === undefined) return;
  const detail = JSON.stringify({ key: project.name, taskId: task.id ?? '' });
  throw new AppError('already_running', { detail });
}
