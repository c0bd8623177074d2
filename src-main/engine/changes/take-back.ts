import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Plan, PlanLine } from '../../../src-preload/contract/plans.ts';
import type { TrashTarget } from '../../../src-preload/contract/trash.ts';
import type { ProjectRow } from '../../db/rows.ts';
import { AppError } from '../../files/app-error.ts';
import { jobsOfTask } from '../../jobs/sql/jobs.ts';
import { isTerminalJob } from '../../jobs/states.ts';
import { type VersionAndFile, versionsOfTask, writtenPhotoIds } from '../../library/file-versions.ts';
import { assemble, type Draft } from '../../library/plans/assemble.ts';
import { draftRelocation, type Wayfarer } from '../../library/plans/relocation-plan.ts';
import { getProject } from '../../library/projects.ts';
import { projectOpOfTask } from '../../library/undoable.ts';
import { affectedPhotoIds, type BackOrder, wayBack } from '../../library/way-back.ts';
import type { LibraryEngine } from '../library-engine.ts';

const PAGE = 1000;
/** Photos that the steps after the restoring are told by name; of more they look at everything. */
const MOST_NAMED = 2000;

/** @throws AppError `nothing_to_do` where nothing of it is there any more */
export async function planOfUndo(
  engine: LibraryEngine,
  input: { taskId: string; lineLimit: number },
): Promise<Plan> {
  const order = orderOfUndo(input.taskId);
  const draft =
    draftOfProject(engine, input.taskId) ??
    (await draftOfWrites(engine, input.taskId)) ??
    (await draftOf(engine, 'undo', order));
  if (draft.lines.length === 0) throw new AppError('nothing_to_do');
  return await assemble(draft, { lineLimit: input.lineLimit, now: engine.clock.wall() });
}

/** @throws AppError `nothing_to_do`, `queue_full`; `already_running` while that task still moves files */
export function startUndo(engine: LibraryEngine, taskId: string): string {
  const order = orderOfUndo(taskId);
  requireSettled(engine, taskId);
  if (writtenPhotoIds(engine.db, { taskId, photoIds: null, after: 0, limit: 1 }).length > 0) {
    const params = { undoTaskId: taskId };
    return engine.startTask({ type: 'metadata_undo', scope: 'global', projectId: null, params, items: [] });
  }
  const photoIds = affectedPhotoIds(engine.db, order, { after: 0, limit: MOST_NAMED + 1 });
  const isProject = projectOpOfTask(engine.db, taskId) !== null;
  if (photoIds.length === 0 && !isProject) throw new AppError('nothing_to_do');
  return engine.startTask({
    type: 'change_undo',
    projectId: null,
    params: { ...order, photoIds: isProject || photoIds.length > MOST_NAMED ? null : photoIds },
    items: [],
  });
}

/** What is still to be moved would be moved after the undo, which had said that all is back. */
function requireSettled({ db }: LibraryEngine, taskId: string): void {
  const open = jobsOfTask(db, taskId).some(({ step, state }) => step === 0 && !isTerminalJob(state));
  if (open)
    throw new AppError('already_running', { detail: JSON.stringify({ key: `undo ${taskId}`, taskId }) });
}

export async function planOfRestore(
  engine: LibraryEngine,
  input: { target: TrashTarget; lineLimit: number },
): Promise<Plan> {
  const draft = await draftOf(engine, 'restore', orderOfRestore(input.target));
  return await assemble(draft, { lineLimit: input.lineLimit, now: engine.clock.wall() });
}

/** @throws AppError `nothing_to_do`, `queue_full` */
export function startRestore(engine: LibraryEngine, target: TrashTarget): string {
  const order = orderOfRestore(target);
  if (affectedPhotoIds(engine.db, order, { after: 0, limit: 1 }).length === 0)
    throw new AppError('nothing_to_do');
  return engine.startTask({ type: 'photo_restore', projectId: null, params: order, items: [] });
}

const orderOfUndo = (taskId: string): BackOrder => ({ undoTaskId: taskId, photoIds: null, projectId: null });

function orderOfRestore(target: TrashTarget): BackOrder {
  return {
    undoTaskId: 'taskId' in target ? target.taskId : null,
    photoIds: 'photoIds' in target ? target.photoIds : null,
    projectId: null,
  };
}

async function draftOf(engine: LibraryEngine, kind: 'undo' | 'restore', order: BackOrder): Promise<Draft> {
  const projectOf = (id: number) => getProject(engine.db, id);
  return await draftRelocation(engine.db, engine.paths.root, {
    kind,
    photos: wayfarers(engine, order),
    projectOf,
  });
}

function* wayfarers({ db }: LibraryEngine, order: BackOrder): Generator<Wayfarer> {
  for (let after = 0; ; ) {
    const ids = affectedPhotoIds(db, order, { after, limit: PAGE });
    if (ids.length === 0) return;
    for (const id of ids) {
      const way = wayBack(db, order, id);
      const to = way === null ? null : getProject(db, way.projectId);
      if (way !== null && to !== null) yield { bundle: way.bundle, restore: way.restore, to, base: way.base };
    }
    after = ids.at(-1) ?? after;
  }
}

/** What files were before they were written comes back; sidecars that were made for it go. */
async function draftOfWrites({ db, paths }: LibraryEngine, taskId: string): Promise<Draft | null> {
  const projects = new Map<number, ProjectRow | null>();
  const projectOf = (id: number) => {
    if (!projects.has(id)) projects.set(id, getProject(db, id));
    return projects.get(id) ?? null;
  };
  const lines: PlanLine[] = [];
  const folders = new Map<number, string>();
  for (let after = 0; ; ) {
    const ids = writtenPhotoIds(db, { taskId, photoIds: null, after, limit: PAGE });
    const [from, to] = [ids[0], ids.at(-1)];
    if (from === undefined || to === undefined) break;
    after = to;
    for (const version of versionsOfTask(db, { taskId, from, to })) {
      const project = projectOf(version.file_project_id ?? version.project_id);
      const home = projectOf(version.project_id);
      if (project === null || home === null) continue;
      const folder = join(paths.root, project.folder);
      folders.set(project.id, folder);
      lines.push(lineOfVersion(version, { project, folder, home: join(paths.root, home.folder) }));
    }
    await nextTurn();
  }
  return lines.length === 0 ? null : { kind: 'undo', lines, folders };
}

function lineOfVersion(
  version: VersionAndFile,
  { project, folder, home }: { project: ProjectRow; folder: string; home: string },
): PlanLine {
  const file = join(folder, version.file_path ?? version.path);
  return {
    photoId: version.photo_id,
    photo: version.photo,
    projectId: project.id,
    project: project.name,
    action: version.kept === null ? 'purge' : 'restore',
    role: version.file_role ?? 'sidecar',
    path: version.kept === null ? file : join(home, version.kept),
    target: version.kept === null ? null : file,
    bytes: version.bytes ?? version.file_bytes ?? 0,
    reason: 'asked',
    problem: problemOfVersion(version),
  };
}

function problemOfVersion({
  file_sha256,
  written_sha256,
  written_since,
}: VersionAndFile): PlanLine['problem'] {
  if (file_sha256 === null) return { code: 'file_missing' };
  return file_sha256 === written_sha256 && written_since === 0 ? null : { code: 'file_changed' };
}

/** A deleted project comes back as it went: one folder. */
function draftOfProject({ db, paths }: LibraryEngine, taskId: string): Draft | null {
  const op = projectOpOfTask(db, taskId);
  const project = op?.project_id == null ? null : getProject(db, op.project_id);
  if (op === null || project === null) return null;
  const line: PlanLine = {
    photoId: null,
    photo: project.name,
    projectId: project.id,
    project: project.name,
    action: 'restore',
    role: null,
    path: join(paths.root, project.folder),
    target: join(paths.root, project.deleted_folder ?? op.source),
    bytes: 0,
    reason: 'asked',
    problem: null,
  };
  return { kind: 'undo', lines: [line], folders: new Map([[project.id, line.path]]) };
}
