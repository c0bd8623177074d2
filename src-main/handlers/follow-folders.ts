import { join } from 'node:path';
import { recordAudit } from '../db/audit.ts';
import type { ProjectRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { lookAtFile } from '../files/list-folder.ts';
import { lookAtProject, noteVolume } from '../library/project-place.ts';
import { projectOfFolder } from '../library/projects.ts';
import {
  enoughOf,
  firstFilesOf,
  folderHolding,
  type ProjectMove,
  relinkProjects,
  type SampleFile,
  sampleOf,
  strangeFolders,
} from '../library/renamed-folder.ts';
import { projectsInScope } from './check-scope.ts';
import { isOfAnotherRow } from './displaced-files.ts';
import type { HandlerServices, ItemContext, ItemResult } from './handler.ts';
import { RowsOnDisk } from './rows-on-disk.ts';

/** gone: nothing has its name · others: another project's files lie there */
type WhyLost = 'gone' | 'others';

/** Where projects have gone whose folders were renamed by hand. Looks at each project once, so keep it for one check. */
export class RenamedFolders {
  readonly #services: HandlerServices;
  readonly #signal: AbortSignal;
  readonly #disk: RowsOnDisk;
  readonly #lost = new Map<number, WhyLost | null>();
  #strange: readonly string[] | null = null;
  #given: readonly ProjectRow[] | null = null;

  constructor(services: HandlerServices, signal: AbortSignal) {
    this.#services = services;
    this.#signal = signal;
    this.#disk = new RowsOnDisk(services, signal);
  }

  /**
   * Where a project is now, and those whose folders have changed names with its own. Null where it is where it was, or
   * nobody can say. A folder is looked for among those that belong to no project, and those whose project is itself not in
   * them any more.
   */
  async movesOf(project: ProjectRow): Promise<ProjectMove[] | null> {
    const { db, paths } = this.#services;
    if ((await this.#whyLost(project)) === null) return null;
    const moves: ProjectMove[] = [];
    for (let next: ProjectRow | null = project; next !== null; ) {
      const { id } = next;
      const folders = await this.#foldersFor(id);
      const folder = await folderHolding(paths, sampleOf(db, id), folders, (path) => this.#hashOf(path));
      if (folder === null) return null;
      moves.push({ project: next, folder });
      const owner: ProjectRow | null = projectOfFolder(db, folder);
      if (owner === null || owner.id === project.id) return moves;
      if (moves.some((move) => move.project.id === owner.id)) return null; // Two that look for one folder.
      next = owner;
    }
    return moves;
  }

  async #foldersFor(projectId: number): Promise<string[]> {
    const { db, paths } = this.#services;
    this.#strange ??= await strangeFolders(db, paths);
    this.#given ??= await this.#givenUp();
    return [
      ...this.#strange,
      ...this.#given.filter(({ id }) => id !== projectId).map(({ folder }) => folder),
    ];
  }

  /** Projects in whose folders others' files lie. */
  async #givenUp(): Promise<ProjectRow[]> {
    const given: ProjectRow[] = [];
    for (const project of projectsInScope(this.#services.db, { projectId: null, photoIds: null })) {
      if ((await this.#whyLost(project)) === 'others') given.push(project);
    }
    return given;
  }

  async #whyLost(project: ProjectRow): Promise<WhyLost | null> {
    const known = this.#lost.get(project.id);
    if (known !== undefined) return known;
    const { db, paths } = this.#services;
    const place = await lookAtProject(db, paths, project).catch(() => null); // Said by the check itself.
    let why: WhyLost | null = null;
    if (place?.state === 'away') why = place.why === 'gone' ? 'gone' : null;
    else if (place !== null) why = (await this.#isAnothers(project, place.folder)) ? 'others' : null;
    this.#lost.set(project.id, why);
    return why;
  }

  /** Cheap where all is as it was: a few files are looked at, and none is read. */
  async #isAnothers(project: ProjectRow, folder: string): Promise<boolean> {
    const { db } = this.#services;
    const first = firstFilesOf(db, project.id);
    if ((await this.#othersOf(first)).length < first.length / 2 || first.length === 0) return false;
    const sample = sampleOf(db, project.id);
    const others = await this.#othersOf(sample);
    if (others.length < enoughOf(sample)) return false;
    // Where names changed hands within the project, its folder is still its own.
    const isStrange = ({ project_id }: { project_id: number }) => project_id !== project.id;
    let strange = 0;
    for (const row of others) {
      const sha256 = await this.#hashOf(join(folder, row.path));
      const bytes = (await lookAtFile(join(folder, row.path)))?.bytes ?? 0;
      if (await isOfAnotherRow(db, this.#disk, { bytes, sha256 }, isStrange)) strange += 1;
    }
    return strange >= enoughOf(sample);
  }

  async #othersOf(sample: readonly SampleFile[]): Promise<SampleFile[]> {
    const others: SampleFile[] = [];
    for (const row of sample) if ((await this.#disk.stateOf(row)) === 'other') others.push(row);
    return others;
  }

  /** What cannot be read is no proof of anything, and no reason to fail a check of the whole library. */
  async #hashOf(path: string): Promise<string> {
    try {
      return await this.#disk.hashOf(path);
    } catch (error) {
      this.#signal.throwIfAborted();
      if (toAppError(error).code === 'internal') throw error;
      return '';
    }
  }
}

/** The item that lets projects follow their folders. */
export async function followFolders(
  { services, job, signal }: ItemContext<unknown>,
  project: ProjectRow,
): Promise<ItemResult | null> {
  const { db, paths, clock, changes } = services;
  const moves = await new RenamedFolders(services, signal).movesOf(project);
  if (moves === null) return null;
  const volumes = new Map<number, string>();
  for (const move of moves) {
    const found = await lookAtProject(db, paths, { ...move.project, folder: move.folder, volume_id: null });
    if (found.state === 'away') return null;
    volumes.set(move.project.id, found.volumeId);
  }
  return {
    state: 'done',
    result: { files: [], renamedTo: moves[0]?.folder },
    apply: () => {
      if (!relinkProjects(db, moves.toReversed(), clock.wall())) return;
      for (const { project, folder } of moves) {
        noteVolume(db, project, volumes.get(project.id) ?? '');
        recordAudit(db, {
          at: clock.wall(),
          actor: 'task',
          action: 'project_relinked',
          taskId: job.task_id,
          projectId: project.id,
          photoId: null,
          detail: { from: project.folder, to: folder },
        });
      }
      changes.projects();
    },
  };
}
