import type { Problem } from '../../src-preload/contract/photos.ts';
import type { AnalysisEvent } from '../../src-preload/contract/upload.ts';
import { AppError } from '../files/app-error.ts';
import { type FoundFile, type PassedOver, resolveStart, walk } from '../files/walk.ts';
import type { WorkerHost } from '../workers/protocol.ts';
import { candidateBases } from './file-names.ts';
import type { Candidate } from './import-plan.ts';
import { contentProblem, roleByContent } from './judge-content.ts';
import { isOpaqueFolder, isSystemFolder, systemFileReason } from './system-files.ts';

/** Files per message to the workers: few enough to show progress, many enough that messages cost nothing. */
export const BATCH = 64;
/** Told of at least so often, so that no folder is listed in silence. */
const PROGRESS_EVERY_MS = 150;

export interface SurveyInput {
  paths: readonly string[];
  libraryRoot: string;
  workers: WorkerHost;
  /** Sizes that the library has files of. Others cannot be there yet, so they are not read for comparison. */
  isKnownSize(bytes: number): boolean;
  /** Whether the project has a photo of this base name, so that capture times matter. */
  hasPhotoNamed(base: string): boolean;
  now(): number;
  signal?: AbortSignal | undefined;
}

/** What lies under the paths: files that an import can plan for, and what it will not touch, with the reason. */
export interface Survey {
  candidates: Candidate[];
  passedOver: { path: string; bytes: number; outcome: 'unsupported' | 'failed'; problem: Problem }[];
}

type Progress = Extract<AnalysisEvent, { type: 'progress' }>;

/**
 * Looks at everything under the paths and changes nothing. Yields progress; returns the survey.
 * @throws AppError for a path that cannot be read, or that lies in the library itself
 */
export async function* surveyPaths(input: SurveyInput): AsyncGenerator<Progress, Survey> {
  for (const path of input.paths) await refuseInsideLibrary(path, input.libraryRoot);
  const survey: Survey = { candidates: [], passedOver: [] };
  const found: FoundFile[] = [];
  let bytes = 0;
  let told = Number.NEGATIVE_INFINITY;
  const rules = {
    // `~/Pictures` may well be dropped on the library in `~/Pictures/Safelight`.
    whyPassedOver: (name: string, path: string) =>
      path === input.libraryRoot ? 'path_inside_library' : isOpaqueFolder(name) ? 'system_folder' : null,
    isListedOnly: isSystemFolder,
  };
  for await (const entry of walk(input.paths, rules, input.signal)) {
    if (entry.kind === 'passed_over') survey.passedOver.push(passOver(entry));
    else {
      const reason = entry.listedOnly ? 'system_file' : systemFileReason(entry.name);
      if (reason === null) found.push(entry);
      else
        survey.passedOver.push({
          path: entry.path,
          bytes: entry.bytes,
          outcome: 'unsupported',
          problem: { code: reason },
        });
      bytes += entry.bytes;
    }
    if (input.now() - told >= PROGRESS_EVERY_MS) {
      told = input.now();
      yield { type: 'progress', phase: 'discovering', files: found.length, checked: 0, bytes };
    }
  }
  const sizes = new Map<number, number>();
  for (const file of found) sizes.set(file.bytes, (sizes.get(file.bytes) ?? 0) + 1);
  for (let start = 0; start < found.length; start += BATCH) {
    input.signal?.throwIfAborted();
    const batch = found.slice(start, start + BATCH);
    await inspectFiles(batch, sizes, input, survey);
    yield { type: 'progress', phase: 'comparing', files: found.length, checked: start + batch.length, bytes };
  }
  await readCaptureTimes(survey.candidates, input);
  return survey;
}

async function refuseInsideLibrary(path: string, libraryRoot: string): Promise<void> {
  const real = await resolveStart(path);
  if (real === libraryRoot || real.startsWith(`${libraryRoot}/`)) {
    throw new AppError('path_inside_library', { detail: path });
  }
}

function passOver(entry: PassedOver): Survey['passedOver'][number] {
  const own = ['system_folder', 'path_inside_library', 'link', 'special_file'].includes(entry.code);
  return {
    path: entry.path,
    bytes: 0,
    outcome: own ? 'unsupported' : 'failed',
    problem: { code: entry.code, ...(entry.detail === undefined ? {} : { detail: entry.detail }) },
  };
}

/** @param sizes how many files of each size the survey has, so that twins in it are compared */
export async function inspectFiles(
  batch: readonly FoundFile[],
  sizes: ReadonlyMap<number, number>,
  input: Pick<SurveyInput, 'workers' | 'isKnownSize' | 'signal'>,
  survey: Survey,
): Promise<void> {
  const facts = await input.workers.run(
    'inspect',
    batch.map((file) => ({
      path: file.path,
      hash: input.isKnownSize(file.bytes) || (sizes.get(file.bytes) ?? 0) > 1,
    })),
    { signal: input.signal },
  );
  batch.forEach((file, index) => {
    const fact = facts[index];
    if (fact === undefined || 'error' in fact) {
      const problem = fact?.error ?? { code: 'internal', detail: 'no answer' };
      survey.passedOver.push({ path: file.path, bytes: file.bytes, outcome: 'failed', problem });
      return;
    }
    const role = roleByContent(file.name, fact.content);
    survey.candidates.push({
      folder: file.folder,
      name: file.name,
      path: file.path,
      role,
      bytes: fact.bytes,
      mtimeMs: Math.round(fact.mtimeMs),
      content: fact.content,
      problem: contentProblem(file.name, role, fact.content),
      sha256: fact.sha256,
      takenAt: null,
    });
  });
}

/** Only halves of pairs are asked for their time: reading it of every file would double the cost of a survey. */
export async function readCaptureTimes(
  candidates: Candidate[],
  input: Pick<SurveyInput, 'workers' | 'hasPhotoNamed' | 'signal'>,
): Promise<void> {
  const rolesByBase = new Map<string, Set<string>>();
  for (const file of candidates) {
    const base = baseOf(file);
    rolesByBase.set(base, (rolesByBase.get(base) ?? new Set()).add(file.role));
  }
  const halves = candidates.filter((file) => {
    if (file.role !== 'image' && file.role !== 'raw') return false;
    const base = baseOf(file);
    const roles = rolesByBase.get(base);
    return (roles?.has('image') && roles.has('raw')) || input.hasPhotoNamed(base);
  });
  for (let start = 0; start < halves.length; start += BATCH) {
    input.signal?.throwIfAborted();
    const batch = halves.slice(start, start + BATCH);
    const times = await input.workers.run(
      'captureTime',
      batch.map(({ path }) => ({ path })),
      { signal: input.signal },
    );
    batch.forEach((file, index) => {
      file.takenAt = times[index]?.takenAt ?? null;
    });
  }
}

function baseOf(file: Candidate): string {
  return candidateBases(file.name)[0] ?? file.name;
}
