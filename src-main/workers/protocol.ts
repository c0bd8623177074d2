/**
 * What the engine asks of the worker host. Workers are pure: paths and options in, facts out; they never open the
 * database and never decide. Images go file to file, never through messages. Paths are in the encoding of
 * `files/native-path.ts`.
 */

export type MediaKind = 'image' | 'raw' | 'video' | 'sidecar' | 'audio' | 'document' | 'unknown';

/** What a look at the first bytes tells. `format` is lower case: jpeg png tiff webp avif gif heic bmp psd jxl jp2 svg, cr2 cr3 nef …, mp4 mov …, xmp, wav …, html, text, empty, unknown. */
export interface ContentType {
  kind: MediaKind;
  format: string;
}

export interface InspectInput {
  path: string;
  /** Also read all of it and hash it. */
  hash: boolean;
}
export interface InspectOutput {
  bytes: number;
  mtimeMs: number;
  content: ContentType;
  sha256: string | null;
}

export interface CaptureTimeInput {
  path: string;
}
/** Fast and partial, for telling two shots of one name apart. Null where the file does not say. */
export interface CaptureTimeOutput {
  /** `YYYY-MM-DDTHH:mm:ss`, as the camera wrote it. */
  takenAt: string | null;
}

export interface CopyInput {
  source: string;
  /** Written first, in the folder of `target`, flushed, read back and compared. */
  temporary: string;
  /** Appears complete or not at all, and never replaces anything: `target_exists` where something is there. */
  target: string;
  /** Keep the file's own time, as photographers sort by it. */
  mtimeMs: number;
}
export interface CopyOutput {
  sha256: string;
  bytes: number;
}

export interface HashInput {
  path: string;
}
export interface HashOutput {
  sha256: string;
  bytes: number;
}

export interface DerivativeRecipe {
  /** Longest edge in pixels; smaller pictures are not enlarged. */
  longEdge: number;
  format: 'webp' | 'jpeg';
  /** 1…100. */
  quality: number;
}

export interface RenderInput {
  path: string;
  content: ContentType;
  thumbnail: { path: string; recipe: DerivativeRecipe };
  preview: { path: string; recipe: DerivativeRecipe };
  /** Pixels above which a picture is refused as `too_many_pixels`. */
  maxPixels: number;
  /** Folder for files in between (an extracted preview); cleaned by the worker and at start-up. */
  temporaryFolder: string;
  /** EXIF orientation to apply where the picture itself carries none: an extracted RAW preview. */
  fallbackOrientation?: number | undefined;
}
export interface RenderedImage {
  width: number;
  height: number;
  bytes: number;
}
export interface RenderOutput {
  /** Size of the source as shown, after orientation. */
  width: number;
  height: number;
  thumbnail: RenderedImage;
  preview: RenderedImage;
  /** Set where only part of the picture could be read: `truncated` or `corrupt_data`. */
  damage: { code: string; detail?: string } | null;
}

/** The essential EXIF; everything optional is null where the file does not say. */
export interface ExifInput {
  path: string;
  content: ContentType;
}
export interface ExifOutput {
  takenAt: string | null;
  takenOffsetMinutes: number | null;
  takenOffsetSource: 'tag' | 'gps' | null;
  orientation: number | null;
  cameraMake: string | null;
  cameraModel: string | null;
  lens: string | null;
  latitude: number | null;
  longitude: number | null;
  /** As stored, before orientation. What a picture is like when shown, `RenderOutput` says. */
  width: number | null;
  height: number | null;
  /** What people wrote about it. */
  said: DescriptionOutput;
  /** Live-photo identifier that a still and its movie share. */
  contentId: string | null;
  durationSeconds: number | null;
}

/** What people write about a picture, as a file or a sidecar says it. What it does not say is null, or an empty list. */
export interface DescriptionOutput {
  /** 0…5, or -1 for rejected. */
  rating: number | null;
  title: string | null;
  caption: string | null;
  /** Local time of the shot, with its offset where that is written down (metadata/description.ts). */
  takenAt: string | null;
  /** `latitude,longitude` in degrees. */
  position: string | null;
  /** Flat keywords, as they stand there. */
  subjects: string[];
  /** Paths of a hierarchy, `a|b|c`. */
  hierarchical: string[];
  people: string[];
  /** What it says outright to be empty. `subjects` stands for keywords of both kinds. */
  emptied: EmptiedField[];
  /** Something in it could not be read: what it does not say may stand there all the same. */
  isPartial?: true;
}
export type EmptiedField = 'title' | 'caption' | 'subjects' | 'people';

export interface DescriptionInput {
  path: string;
  /** By its content. JPEGs are read in a quicker way, which hostile files of other kinds could abuse. */
  isJpeg: boolean;
}
export type DescriptionAnswer =
  | DescriptionOutput
  | { error: { code: string; detail?: string | undefined; retry: 'never' | 'later' | 'now' } };

/** One tag of a file, as ExifTool shows it to people. */
export interface TagOutput {
  group: string;
  name: string;
  value: string;
}

export interface WriteDescriptionInput {
  /** The file as it is; null where a sidecar is made that is not there yet. */
  source: string | null;
  /** The new file, beside its target: whole, flushed and read back when the task is done, and not there when it fails. */
  temporary: string;
  /** Where it is to be written: an embedded description has more than one home. */
  kind: 'sidecar' | 'embedded';
  /** What it is to say of these fields. The others are left as they are. */
  fields: Partial<Omit<DescriptionOutput, 'emptied' | 'isPartial'>>;
  /** Of those that are empty, the ones to be said outright, because another file says otherwise. */
  emptied: EmptiedField[];
  /** For a new sidecar: the extension of the RAW that it is for, without a dot. */
  sidecarFor: string | null;
}
export interface WrittenFile {
  bytes: number;
  mtimeMs: number;
  sha256: string;
}
export interface WriteDescriptionOutput {
  /** What the source was, read whole; null where there was none. */
  before: WrittenFile | null;
  written: WrittenFile;
}

export interface ExtractPreviewInput {
  path: string;
  content: ContentType;
  /** The best embedded JPEG is written here. */
  output: string;
  /** Previews with a shorter long edge than this are used only where nothing larger is there. */
  wantedLongEdge: number;
}
export interface ExtractPreviewOutput {
  /** Null where the file carries no preview that decodes. */
  preview: { tag: string; width: number; height: number; bytes: number } | null;
  /** EXIF orientation of the file that holds it. */
  orientation: number | null;
  /** Size of the whole picture as stored, before orientation; null where the file does not say. */
  size: { width: number; height: number } | null;
}

export interface WorkerTasks {
  inspect: { input: InspectInput[]; output: (InspectOutput | { error: { code: string; detail: string } })[] };
  captureTime: { input: CaptureTimeInput[]; output: CaptureTimeOutput[] };
  copy: { input: CopyInput; output: CopyOutput };
  hash: { input: HashInput; output: HashOutput };
  render: { input: RenderInput; output: RenderOutput };
  exif: { input: ExifInput; output: ExifOutput };
  description: { input: DescriptionInput; output: DescriptionOutput };
  descriptions: { input: { paths: string[]; isJpeg: boolean }; output: DescriptionAnswer[] };
  tags: { input: { path: string }; output: TagOutput[] };
  writeDescription: { input: WriteDescriptionInput; output: WriteDescriptionOutput };
  extractPreview: { input: ExtractPreviewInput; output: ExtractPreviewOutput };
}
export type WorkerTaskName = keyof WorkerTasks;

export interface WorkerRunOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds after which the thread, and failing that the host, is ended. Default: the task's own limit. */
  timeoutMs?: number;
}

/**
 * The engine's side of the worker host. Failures are `AppError`s:
 * - a code of the task's own (`file_missing`, `disk_full`, `not_an_image`, `truncated`, `too_many_pixels`, …), `never` or `later`;
 * - `worker_crashed` (`now`): the host died or the thread was lost while this task ran: it is a suspect;
 * - `worker_timeout` (`now`): this very task ran too long and was ended: it is the culprit;
 * - `worker_out_of_memory` (`now`): this very task's thread ran out of memory;
 * - `worker_restarted` (`now`): the host was ended for another task's sake: not a suspect;
 * - `worker_unavailable` (`later`, `never` where there is no Node at all): the host cannot be started; no task is to
 *   blame;
 * - `canceled`: the signal fired. It comes once nothing of the task runs any more; a task that was done before the
 *   signal reached it resolves all the same.
 */
export interface WorkerHost {
  run<K extends WorkerTaskName>(
    name: K,
    input: WorkerTasks[K]['input'],
    options?: WorkerRunOptions,
  ): Promise<WorkerTasks[K]['output']>;
  status(): { running: boolean; pid: number | null; restarts: number };
  /** Ends the host and everything it started (ExifTool too). Tasks in flight reject with `worker_restarted`. */
  close(): Promise<void>;
}
