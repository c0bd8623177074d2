import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  Analysis,
  AnalysisEntry,
  AnalysisEvent,
  FileOutcome,
} from '../../src-preload/contract/upload.ts';
import type { ProjectRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { diskSpace, reserveBytes } from '../files/free-space.ts';
import { itemForBundle, settledItem } from '../handlers/import-items.ts';
import { type Survey, surveyPaths } from '../library/analyze-import.ts';
import { hasPhotoNamed, isKnownSize, libraryKnowledge } from '../library/import-knowledge.ts';
import {
  type Candidate,
  type LibraryKnowledge,
  type PlannedBundle,
  planBundles,
} from '../library/import-plan.ts';
import { createProject, findProject, projectNameProblem, requireLiveProject } from '../library/projects.ts';
import type { LibraryEngine } from './library-engine.ts';

/** Analyses that are kept for `start`. A person works on one; scripts on a few. */
const KEPT_ANALYSES = 8;
/** Entries of each outcome that go out with the analysis itself. */
const FIRST_ENTRIES = 20;
/** Planned before the program takes breath: a few ms. */
const BUNDLES_PER_TURN = 200;
const FATAL = new Set(['empty_file', 'not_an_image', 'not_a_sidecar']);

type Target = { id: number } | { name: string };

interface Kept {
  paths: readonly string[];
  survey: Survey;
  target: Target;
  entries: AnalysisEntry[];
}

/** Analyse, then start: nothing is taken in that was not shown first. */
export class ImportService {
  readonly #engine: LibraryEngine;
  readonly #kept = new Map<string, Kept>();

  constructor(engine: LibraryEngine) {
    this.#engine = engine;
  }

  /** @throws AppError for unreadable paths, unknown projects and impossible project names */
  async *analyze(
    paths: readonly string[],
    target: Target,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<AnalysisEvent> {
    const { db, workers, clock } = this.#engine;
    const project = this.#findTarget(target);
    const projectId = project?.id ?? null;
    const survey = yield* surveyPaths({
      paths,
      libraryRoot: this.#engine.paths.root,
      workers,
      isKnownSize: (bytes) => isKnownSize(db, bytes),
      hasPhotoNamed: (base) => hasPhotoNamed(db, projectId, base),
      now: () => clock.mono(),
      signal,
    });
    const bundles = await planInPieces(
      survey.candidates,
      libraryKnowledge(db, projectId, { ignoreOtherProjects: false }),
    );
    const entries = entriesOf(bundles, survey);
    const id = randomUUID();
    this.#keep(id, { paths, survey, target, entries });
    const { freeBytes } = await diskSpace(this.#engine.paths.root);
    const name = project?.name ?? ('name' in target ? target.name : '');
    yield { type: 'done', analysis: summarize(id, projectId, name, bundles, entries, freeBytes) };
  }

  entries(id: string, outcome: FileOutcome | undefined, offset: number, limit: number, taken?: boolean) {
    const entries = this.#get(id).entries.filter(
      (entry) =>
        (outcome === undefined || entry.outcome === outcome) &&
        (taken === undefined || entry.taken === taken),
    );
    return { entries: entries.slice(offset, offset + limit), total: entries.length };
  }

  /** Plans anew from what the library knows now, makes the project if need be, and starts the task. */
  async start(id: string, conflicts: 'skip' | 'import'): Promise<{ taskId: string; projectId: number }> {
    const kept = this.#get(id);
    // Taken out before anything is waited for: a second click would take everything in a second time.
    this.#kept.delete(id);
    try {
      return await this.#start(kept, conflicts);
    } catch (error) {
      this.#keep(id, kept); // Nothing was begun; after making room, say, it can be started again.
      throw error;
    }
  }

  async #start(
    { paths: roots, survey, target }: Kept,
    conflicts: 'skip' | 'import',
  ): Promise<{ taskId: string; projectId: number }> {
    const { db, paths, clock, changes } = this.#engine;
    const known = this.#findTarget(target);
    const bundles = await planInPieces(
      survey.candidates,
      libraryKnowledge(db, known?.id ?? null, { ignoreOtherProjects: conflicts === 'import' }),
    );
    await this.#requireSpace(bundles);
    const project =
      known ?? (await createProject(db, paths, (target as { name: string }).name, clock.wall()));
    if (known === null) changes.projects();
    const items = bundles.map(itemForBundle);
    for (const { path, outcome, problem } of survey.passedOver) {
      items.push(settledItem(path, [{ path, outcome, photoId: null, problem }]));
    }
    const taskId = await this.#engine.buildTask({
      type: 'upload_processing',
      projectId: project.id,
      params: { roots },
      items,
    });
    return { taskId, projectId: project.id };
  }

  #findTarget(target: Target): ProjectRow | null {
    if ('id' in target) return requireLiveProject(this.#engine, target.id);
    const problem = projectNameProblem(target.name);
    if (problem !== null) throw new AppError('project_name_invalid', { detail: problem });
    return findProject(this.#engine.db, target.name);
  }

  /** Only originals count: derivatives can be made later, originals cannot be half taken in. */
  async #requireSpace(bundles: readonly PlannedBundle[]): Promise<void> {
    const files = bundles.flatMap((bundle) => bundle.take);
    if (files.length === 0) return;
    const { root } = this.#engine.paths;
    const space = await diskSpace(root);
    const neededBytes = files.reduce((sum, file) => sum + file.candidate.bytes, 0) + reserveBytes(space);
    if (neededBytes <= space.freeBytes) return;
    const detail = JSON.stringify({ path: root, neededBytes, freeBytes: space.freeBytes });
    throw new AppError('not_enough_space', { detail });
  }

  #keep(id: string, kept: Kept): void {
    this.#kept.set(id, kept);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > KEPT_ANALYSES && oldest !== undefined) this.#kept.delete(oldest);
  }

  #get(id: string): Kept {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw new AppError('analysis_missing', { detail: id });
    return kept;
  }
}

/** Each bundle asks the database a few times: planned at once, 100,000 of them held the main thread for a second. */
async function planInPieces(
  candidates: readonly Candidate[],
  known: LibraryKnowledge,
): Promise<PlannedBundle[]> {
  const bundles: PlannedBundle[] = [];
  for (const bundle of planBundles(candidates, known)) {
    bundles.push(bundle);
    if (bundles.length % BUNDLES_PER_TURN === 0) await nextTurn();
  }
  return bundles;
}

function entriesOf(bundles: readonly PlannedBundle[], survey: Survey): AnalysisEntry[] {
  const planned = bundles.flatMap((bundle) =>
    [...bundle.take, ...bundle.leave].map((file, at): AnalysisEntry => {
      const { candidate, outcome, photoId, problem } = file;
      const taken = at < bundle.take.length;
      const fatal = taken && problem !== null && FATAL.has(problem.code);
      return {
        path: candidate.path,
        outcome: fatal ? 'failed' : outcome,
        taken,
        bytes: candidate.bytes,
        photoId,
        problem,
      };
    }),
  );
  return [...planned, ...survey.passedOver.map((entry) => ({ ...entry, taken: false, photoId: null }))];
}

function summarize(
  id: string,
  projectId: number | null,
  projectName: string,
  bundles: readonly PlannedBundle[],
  entries: readonly AnalysisEntry[],
  freeBytes: number,
): Analysis {
  const empty = () => ({ files: 0, bytes: 0 });
  const byOutcome: Analysis['totals']['byOutcome'] = {
    imported: empty(),
    completion: empty(),
    duplicate: empty(),
    conflict: empty(),
    unsupported: empty(),
    failed: empty(),
  };
  const damaged = empty();
  const first: AnalysisEntry[] = [];
  for (const entry of entries) {
    const counts = byOutcome[entry.outcome];
    counts.files += 1;
    counts.bytes += entry.bytes;
    if (entry.outcome === 'failed' && entry.taken) {
      damaged.files += 1;
      damaged.bytes += entry.bytes;
    }
    if (counts.files <= FIRST_ENTRIES) first.push(entry);
  }
  const taking = bundles.filter((bundle) => bundle.take.length > 0);
  return {
    id,
    projectId,
    projectName,
    totals: {
      files: entries.length,
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      newPhotos: taking.filter((bundle) => bundle.joins === null).length,
      completedPhotos: taking.filter((bundle) => bundle.joins !== null).length,
      byOutcome,
      damaged,
    },
    entries: first,
    freeBytes,
  };
}
