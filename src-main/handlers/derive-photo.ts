import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '../../src-preload/contract/photos.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { FileRow, ProjectRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { derivativeName } from '../library/derivative-names.ts';
import { byPreference, isHopeless } from '../library/picture-order.ts';
import {
  recordFileProblem,
  recordNoPicture,
  recordPicture,
  recordReady,
} from '../library/record-derivatives.ts';
import { recordExif } from '../library/record-import.ts';
import { isXmp } from '../metadata/files.ts';
import { recordFirstDescription } from '../metadata/first-description.ts';
import { mergeSources, type Source } from '../metadata/merge-sources.ts';
import type { ContentType, ExifOutput, MediaKind, RenderOutput } from '../workers/protocol.ts';
import type { HandlerServices, ItemContext } from './handler.ts';
import { orProjectAway, requireProjectHere } from './project-here.ts';

/** What was found out about one photo. Nothing is stored until `record` is called, in the item's own transaction. */
export interface Derived {
  status: 'ready' | 'placeholder' | 'failed';
  reason: Problem | null;
  damage: Problem | null;
  /** Damage that showed when a file was opened, by file id. */
  fileProblems: ReadonlyMap<number, Problem>;
  record(): void;
}

/** Reasons why there is no picture that are nobody's damage: we or the format have none to show. */
const NO_PICTURE_BY_NATURE = new Set([
  'video',
  'no_embedded_preview',
  'unsupported_format',
  'no_picture_file',
]);

interface Attempt {
  file: FileRow;
  picture: RenderOutput | null;
  problem: Problem | null;
}

/**
 * Reads the essential EXIF of a photo and makes its thumbnail and preview, from the first of its files that gives a
 * picture: the camera's JPEG before the RAW's embedded preview, because it is the same picture at no cost.
 *
 * @throws AppError when a worker died, the disk is full, or the job was canceled: anything but the photo's own fault
 */
export async function derivePhoto(context: ItemContext<unknown>, photoId: number): Promise<Derived> {
  const { services } = context;
  const files = selectAll<FileRow>(
    services.db,
    `SELECT * FROM files WHERE photo_id = @photoId AND missing_at IS NULL ORDER BY id`,
    { photoId },
  );
  const project = projectOf(services, files);
  const folder = await requireProjectHere(services, project);
  const candidates = files.filter((file) => file.role === 'image' || file.role === 'raw').sort(byPreference);
  const exifPromise = readMetadata(context, folder, candidates, files);
  // Both run at once, in different pools; a failure of the picture must not leave the other unobserved.
  const [{ exif, sources }, attempts] = await settleBoth(
    exifPromise,
    tryInTurn(context, folder, candidates),
  ).catch(async (error) => {
    throw await orProjectAway(services, project, toAppError(error));
  });
  const success = attempts.find((attempt) => attempt.picture !== null);
  const fileProblems = problemsOf(attempts);
  const first = attempts[0]?.problem ?? noPictureReason(files);
  const status = success ? 'ready' : NO_PICTURE_BY_NATURE.has(first.code) ? 'placeholder' : 'failed';
  return {
    status,
    reason: success ? null : first,
    damage: success?.picture?.damage ?? null,
    fileProblems,
    record: () => {
      const now = services.clock.wall();
      if (exif !== null) recordExif(services.db, photoId, exif, now);
      if (sources.length > 0) {
        const theirs = mergeSources(sources, services.config.exif.readPreference);
        recordFirstDescription(services.db, { photoId, theirs, exif, now });
      }
      for (const [fileId, problem] of fileProblems) recordFileProblem(services.db, fileId, problem);
      if (success?.picture) recordSuccess(services, photoId, success.file, success.picture, now);
      else if (status !== 'ready') {
        const sourceSha256 = candidates[0]?.sha256 ?? files[0]?.sha256 ?? null;
        recordNoPicture(services.db, { photoId, status, sourceSha256, reason: first, now });
      }
      services.changes.photo(photoId, { added: false });
    },
  };
}

function projectOf(services: HandlerServices, files: readonly FileRow[]): ProjectRow {
  const projectId = files[0]?.project_id;
  const project =
    projectId === undefined
      ? undefined
      : selectOne<ProjectRow>(services.db, `SELECT * FROM projects WHERE id = @projectId`, { projectId });
  if (project === undefined) throw new AppError('photo_gone');
  return project;
}

async function tryInTurn(
  context: ItemContext<unknown>,
  folder: string,
  candidates: readonly FileRow[],
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const file of candidates) {
    const attempt = await tryFile(context, folder, file);
    attempts.push(attempt);
    if (attempt.picture !== null) break;
  }
  return attempts;
}

async function tryFile(context: ItemContext<unknown>, folder: string, file: FileRow): Promise<Attempt> {
  if (isHopeless(file)) {
    return { file, picture: null, problem: problemOfRow(file) };
  }
  try {
    const picture = await (file.role === 'raw'
      ? renderRaw(context, folder, file)
      : renderImage(context, folder, file));
    return { file, picture, problem: null };
  } catch (error) {
    const failure = toAppError(error);
    if (!isTheFilesFault(failure)) throw failure;
    return {
      file,
      picture: null,
      problem: { code: failure.code, ...(failure.detail ? { detail: failure.detail } : {}) },
    };
  }
}

/** Causes outside of the file: the item as a whole is tried again or fails, and the photo is not blamed. */
function isTheFilesFault(error: AppError): boolean {
  const outside = [
    'canceled',
    'lease_lost',
    'disk_full',
    'read_only',
    'no_permission',
    'file_missing',
    'internal',
  ];
  return error.retry === 'never' && !error.code.startsWith('worker_') && !outside.includes(error.code);
}

function renderImage(context: ItemContext<unknown>, folder: string, file: FileRow): Promise<RenderOutput> {
  return render(context, file, join(folder, file.path), contentOf(file), undefined);
}

async function renderRaw(
  context: ItemContext<unknown>,
  folder: string,
  file: FileRow,
): Promise<RenderOutput> {
  const { workers, config, paths } = context.services;
  await mkdir(paths.temporary, { recursive: true });
  const extracted = join(
    paths.temporary,
    `preview-${(context.job.lease ?? '').slice(0, 8)}-${context.item.id}-${file.id}.jpg`,
  );
  try {
    const found = await workers.run(
      'extractPreview',
      {
        path: join(folder, file.path),
        content: contentOf(file),
        output: extracted,
        wantedLongEdge: config.derivatives.preview.longEdge,
      },
      { signal: context.signal },
    );
    if (found.preview === null) throw new AppError('no_embedded_preview', { detail: file.format });
    const content: ContentType = { kind: 'image', format: 'jpeg' };
    return await render(context, file, extracted, content, found.orientation ?? undefined);
  } finally {
    await rm(extracted, { force: true });
  }
}

async function render(
  context: ItemContext<unknown>,
  file: FileRow,
  path: string,
  content: ContentType,
  fallbackOrientation: number | undefined,
): Promise<RenderOutput> {
  context.signal.throwIfAborted();
  const { workers, config, paths } = context.services;
  const place = (kind: 'thumbnail' | 'preview') =>
    join(paths.derivatives, derivativeName(file.sha256, kind, config));
  const thumbnail = { path: place('thumbnail'), recipe: config.derivatives.thumbnail };
  const preview = { path: place('preview'), recipe: config.derivatives.preview };
  await mkdir(dirname(thumbnail.path), { recursive: true });
  return await workers.run(
    'render',
    {
      path,
      content,
      thumbnail,
      preview,
      maxPixels: config.derivatives.maxPixels,
      temporaryFolder: paths.temporary,
      fallbackOrientation,
    },
    { signal: context.signal },
  );
}

interface Metadata {
  /** Of the camera's own file, which says most; of a second one where the first has no time. */
  exif: ExifOutput | null;
  /** What people wrote, as each file says it. */
  sources: Source[];
}

async function readMetadata(
  context: ItemContext<unknown>,
  folder: string,
  candidates: readonly FileRow[],
  files: readonly FileRow[],
): Promise<Metadata> {
  const readable = [...candidates, ...files.filter((file) => file.role === 'video')].filter(
    (file) => !isHopeless(file),
  );
  const read: ExifOutput[] = [];
  for (const file of readable) {
    const path = join(folder, file.path);
    const content = contentOf(file);
    const exif = await ifReadable(context, path, (options) =>
      context.services.workers.run('exif', { path, content }, options),
    );
    if (exif !== null) read.push(exif);
    if (exif?.takenAt) break;
  }
  const sources: Source[] = [];
  for (const file of files.filter(isXmp)) {
    const path = join(folder, file.path);
    const said = await ifReadable(context, path, (options) =>
      context.services.workers.run('description', { path, isJpeg: false }, options),
    );
    if (said !== null) sources.push({ kind: 'sidecar', said });
  }
  if (read[0] !== undefined) sources.push({ kind: 'embedded', said: read[0].said });
  return { exif: read.find(({ takenAt }) => takenAt !== null) ?? read[0] ?? null, sources };
}

/** Null where the file is to blame: it is still a photo, and what is wrong with it shows when it is rendered. */
async function ifReadable<T>(
  { services, signal }: ItemContext<unknown>,
  path: string,
  read: (options: { signal: AbortSignal }) => Promise<T>,
): Promise<T | null> {
  try {
    return await read({ signal });
  } catch (error) {
    const failure = toAppError(error);
    if (!isTheFilesFault(failure)) throw failure;
    services.log.info({ path, code: failure.code }, 'no readable metadata');
    return null;
  }
}

async function settleBoth<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}

function problemsOf(attempts: readonly Attempt[]): Map<number, Problem> {
  const problems = new Map<number, Problem>();
  for (const { file, picture, problem } of attempts) {
    const found = problem ?? picture?.damage ?? null;
    if (found !== null && !NO_PICTURE_BY_NATURE.has(found.code)) problems.set(file.id, found);
  }
  return problems;
}

function noPictureReason(files: readonly FileRow[]): Problem {
  const video = files.find((file) => file.role === 'video');
  if (video === undefined) return { code: 'no_picture_file' };
  const problem = problemOfRow(video);
  return problem !== null && isHopeless(video) ? problem : { code: 'video', detail: video.format };
}

function recordSuccess(
  services: HandlerServices,
  photoId: number,
  file: FileRow,
  picture: RenderOutput,
  now: number,
) {
  const db: Db = services.db;
  for (const kind of ['thumbnail', 'preview'] as const) {
    const name = derivativeName(file.sha256, kind, services.config);
    recordReady(db, { photoId, kind, name, sourceSha256: file.sha256, image: picture[kind], now });
  }
  recordPicture(db, { photoId, width: picture.width, height: picture.height, damage: picture.damage, now });
}

function problemOfRow(file: FileRow): Problem | null {
  if (file.problem_code === null) return null;
  return {
    code: file.problem_code,
    ...(file.problem_detail === null ? {} : { detail: file.problem_detail }),
  };
}

const KIND_OF_ROLE: Record<FileRow['role'], MediaKind> = {
  image: 'image',
  raw: 'raw',
  video: 'video',
  sidecar: 'sidecar',
  other: 'document',
};

function contentOf(file: FileRow): ContentType {
  return { kind: KIND_OF_ROLE[file.role], format: file.format };
}
