import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { execute, selectOne } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { isBaseIntended } from '../files/journal.ts';
import { listFolder } from '../files/list-folder.ts';
import { type AdoptionPlan, type LeftAlone, planAdoption } from '../library/adoption-plan.ts';
import { readCaptureTimes } from '../library/analyze-import.ts';
import { freeNames } from '../library/free-names.ts';
import { hasPhotoNamed, libraryKnowledge } from '../library/import-knowledge.ts';
import { type Candidate, planImport } from '../library/import-plan.ts';
import { getProject } from '../library/projects.ts';
import { isBaseTaken } from '../library/record-import.ts';
import { recordRelink } from '../library/record-relink.ts';
import { planRelinks, type Relink } from '../library/relink-plan.ts';
import { strangeNames } from '../library/strays.ts';
import { projectsInScope, projectToCheck } from './check-scope.ts';
import { givesUp, planNamesToFree } from './displaced-names.ts';
import { followFolders, RenamedFolders } from './follow-folders.ts';
import { startFollowUp } from './follow-up.ts';
import type { Discovery, ItemContext, ItemResult, JobContext, JobHandler } from './handler.ts';
import { itemForBundle } from './import-items.ts';
import { photoScope } from './photo-scope.ts';
import { photosWithGone, type StraySurvey, surveyStrays } from './survey-strays.ts';

type Payload = z.infer<typeof photoScope>;

const itemPayload = z.object({ projectId: z.int() });

/** Photos relinked per transaction: a few ms. */
const PER_COMMIT = 50;
/** A folder of a hundred thousand strangers is listed in part: the list is for people. */
const MOST_LISTED = 5000;

/**
 * Looks for files in project folders that no row knows. What was renamed or moved by hand is recognised and keeps its
 * photo; new photos are taken in where they lie; everything else is left exactly where it is, and listed. A project folder
 * that was renamed by hand is found again, too.
 */
export const folderCheck: JobHandler<Payload> = {
  type: 'folder_check',
  payload: photoScope,
  // One after the other: a photo that moved from one project to another is looked for from both sides.
  concurrency: () => 1,

  async *discover(context, from): AsyncGenerator<Discovery> {
    const { services, payload, signal } = context;
    const renamed = new RenamedFolders(services, signal);
    for (const project of projectsInScope(services.db, payload)) {
      if (project.id <= Number(from ?? 0)) continue;
      const item = { ref: `${project.folder}/`, payload: { projectId: project.id } };
      const cursor = String(project.id);
      if ((await renamed.movesOf(project)) !== null) {
        yield { items: [{ ...item, kind: 'renamed' }], cursor };
        continue;
      }
      const place = await projectToCheck(services, payload, project);
      if ('passedOver' in place) yield { items: [place.passedOver], cursor };
      else {
        const hasWork = await hasStrangers(context, project, place.folder);
        yield { items: hasWork ? [{ ...item, kind: 'strangers' }] : [], cursor };
      }
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item } = context;
    const { projectId } = itemPayload.parse(JSON.parse(item.payload));
    const project = getProject(services.db, projectId);
    if (project === null || project.deleted_at !== null) {
      return { state: 'skipped', error: { code: 'project_gone' } };
    }
    const renamed = await followFolders(context, project);
    if (renamed !== null) return renamed;
    const place = await projectToCheck(services, payload, project);
    if ('passedOver' in place) return { state: 'skipped', error: place.passedOver.skipped ?? null };
    return await checkFolder(context, project, place.folder);
  },
};

async function hasStrangers(
  { services: { db } }: JobContext<Payload>,
  project: ProjectRow,
  folder: string,
): Promise<boolean> {
  if ((await strangeNames(db, project.id, await listFolder(folder))).length > 0) return true;
  const { id } = project;
  return selectOne(db, `SELECT 1 FROM untracked_files WHERE project_id = @id`, { id }) !== undefined;
}

async function checkFolder(
  context: ItemContext<Payload>,
  project: ProjectRow,
  folder: string,
): Promise<ItemResult> {
  const { services } = context;
  const survey = await surveyStrays(context, project, folder);
  const hashed = survey.candidates.flatMap((file) =>
    file.sha256 === null ? [] : [{ name: file.name, bytes: file.bytes, sha256: file.sha256 }],
  );
  const photos = await photosWithGone(context, project, survey);
  const relinks = planRelinks(
    hashed,
    photos,
    project.id,
    (base, planned) =>
      !isIntended(context, project.id, base) && givesUp(services.db, project.id, base, planned),
  );
  // What is known, but has changed since, is left to the next check: it is nothing new.
  const known = new Set(relinks.flatMap(({ files }) => files.map(({ name }) => name)));
  const rest = survey.candidates.filter(({ name }) => !known.has(name));
  await readTimes(context, project, rest);
  await giveUpNames(context, project, survey, { relinks, rest });
  const seen = [...survey.candidates, ...photos.flatMap(({ leftBehind }) => leftBehind)];
  const mtimes = new Map(seen.map(({ name, mtimeMs }) => [name, mtimeMs]));
  const relinked = await relinkAll(context, project, relinks, mtimes);
  const adoption = planRest(context, project, rest);
  const leave = [...survey.leave, ...adoption.leave];
  return {
    state: 'done',
    result: {
      files: [],
      relinked: relinked.size,
      taken: adoption.take.length,
      untracked: leave.length,
    },
    apply: () => {
      listUntracked(context, project.id, leave);
      if (adoption.take.length === 0) return;
      startFollowUp(services, {
        type: 'upload_processing',
        projectId: project.id,
        params: { roots: [folder] },
        items: adoption.take.map(itemForBundle),
      });
    },
  };
}

/** Answers the names of the files that were. */
async function relinkAll(
  context: ItemContext<Payload>,
  project: ProjectRow,
  relinks: readonly Relink[],
  mtimes: ReadonlyMap<string, number>,
): Promise<Set<string>> {
  const { services, job, item } = context;
  const { db, clock, changes } = services;
  const names = new Set<string>();
  for (let start = 0; start < relinks.length; start += PER_COMMIT) {
    await nextTurn();
    context.commit(() => {
      for (const relink of relinks.slice(start, start + PER_COMMIT)) {
        const facts = {
          projectId: project.id,
          taskId: job.task_id,
          itemId: item.id,
          mtimes,
          now: clock.wall(),
        };
        if (!recordRelink(db, relink, facts)) continue;
        for (const { name } of relink.files) names.add(name);
        changes.photo(relink.photoId, { added: true });
        changes.projects();
      }
    });
  }
  return names;
}

async function readTimes(
  { services, signal }: ItemContext<Payload>,
  project: ProjectRow,
  rest: Candidate[],
): Promise<void> {
  if (rest.length === 0) return;
  const { db, workers } = services;
  await readCaptureTimes(rest, {
    workers,
    signal,
    hasPhotoNamed: (base) => hasPhotoNamed(db, project.id, base),
  });
}

/**
 * Names change hands in two steps. Between them, photos are named after nothing on the disk; where the work ends there,
 * their files are still known by their content, and the next check goes on.
 */
async function giveUpNames(
  context: ItemContext<Payload>,
  project: ProjectRow,
  survey: StraySurvey,
  { relinks, rest }: { relinks: readonly Relink[]; rest: readonly Candidate[] },
): Promise<void> {
  const { services, job, item } = context;
  const { db, clock, changes } = services;
  const names = [...survey.candidates, ...survey.leave].map(({ name }) => name);
  const followed = new Set(relinks.map(({ photoId }) => photoId));
  const plan = planNamesToFree(db, project, { names, relinks, rest });
  for (let start = 0; start < plan.length; start += PER_COMMIT) {
    await nextTurn();
    context.commit(() => {
      for (const names of plan.slice(start, start + PER_COMMIT)) {
        const freed = freeNames(db, names, { isOnDisk: (name) => survey.names.has(name), itemId: item.id });
        if (freed === null || followed.has(names.photoId)) continue;
        recordAudit(db, {
          at: clock.wall(),
          actor: 'task',
          action: 'photo_names_freed',
          taskId: job.task_id,
          projectId: project.id,
          photoId: names.photoId,
          detail: freed,
        });
        changes.photo(names.photoId, { added: false });
      }
    });
  }
}

function planRest(context: ItemContext<Payload>, project: ProjectRow, rest: Candidate[]): AdoptionPlan {
  const { db } = context.services;
  // What somebody put here by hand is meant to be here, whatever else has it: another project, or the trash.
  const knowledge = libraryKnowledge(db, project.id, { ignoreOtherProjects: true, ignoreTrash: true });
  return planAdoption(
    planImport(rest, knowledge),
    (base) => !isBaseTaken(db, project.id, base) && !isIntended(context, project.id, base),
  );
}

function isIntended(
  { services: { db }, item }: ItemContext<Payload>,
  projectId: number,
  base: string,
): boolean {
  return isBaseIntended(db, { projectId, baseName: base, itemId: item.id });
}

function listUntracked(
  { services }: ItemContext<Payload>,
  projectId: number,
  leave: readonly LeftAlone[],
): void {
  const { db, clock } = services;
  execute(db, `DELETE FROM untracked_files WHERE project_id = @projectId`, { projectId });
  for (const { name, bytes, code } of leave.slice(0, MOST_LISTED)) {
    execute(
      db,
      `INSERT INTO untracked_files(project_id, path, bytes, code, seen_at) VALUES (@projectId, @name, @bytes, @code, @now)`,
      { projectId, name, bytes, code, now: clock.wall() },
    );
  }
}
