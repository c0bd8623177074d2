import { closeSync, openSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { parentPort, threadId } from 'node:worker_threads';
import { ExifTool, ExifToolTask } from 'exiftool-vendored';
import { AppError, toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import type { ExifToolNote } from '../exif-tool-pids.ts';
import { withToolPath, withToolPaths } from '../tool-path.ts';

/** Commands after which an ExifTool is replaced: Perl keeps what it once allocated. */
const COMMANDS_PER_PROCESS = 1000;

/**
 * How ExifTool says that an answer ends. A title `{ready}` is no end: it stands within a line of JSON, in which line breaks
 * are escaped. Without this, what was left of such an answer counted as that of the next file, which then said nothing.
 */
const END_OF_ANSWER = /(?:^|\n)\{ready\}\r?\n/;
/** The same of a part of it (`-execute1`). */
const END_OF_PART = /^\{ready1\}\r?\n/m;
/** By itself, the name of a file in a warning is enough for it. ExifTool ends an answer that failed like any other. */
const NO_END = /(?!)/;

/** The arguments of several questions about one file: one command, with an answer in parts. */
function asked(file: string, questions: readonly (readonly string[])[]): string[] {
  const commands = questions.map((args) => [...AS_TEXT, ...args, file]);
  return commands.flatMap((args, at) => (at === 0 ? args : ['-ignoreMinorErrors', '-execute1', ...args]));
}

export interface ExifToolSessionOptions {
  scratch: string;
  timeoutMs: number;
}

/** Tags as ExifTool's JSON has them, `Group:Tag` to value. Nothing is converted: local times stay what they are. */
export type RawTags = Record<string, unknown>;

/**
 * Every value as the text it is. Else ExifTool's JSON makes numbers and truth values of whatever looks like one, and a title
 * `1.50`, a keyword `007` or `True` would be something else when it is read back; who wants numbers takes texts (`numberOf`).
 */
const AS_TEXT = ['-json', '-api', 'structformat=JSONQ'];

/** One stay-open ExifTool, asked one thing at a time. */
export class ExifToolSession {
  readonly #tool: ExifTool;
  readonly scratch: string;

  constructor(options: ExifToolSessionOptions) {
    this.scratch = options.scratch;
    this.#tool = new ExifTool({
      maxProcs: 1,
      maxTasksPerProcess: COMMANDS_PER_PROCESS,
      taskTimeoutMillis: options.timeoutMs,
      // A second try is the engine's decision: it knows what else ran at the time.
      taskRetries: 0,
      pass: END_OF_ANSWER,
      fail: NO_END,
      geolocation: false,
    });
    this.#tool.on('childStart', (child) => note('started', child.pid));
    this.#tool.on('childEnd', (child) => note('ended', child.pid));
  }

  /** Reads tags by name, e.g. `-EXIF:Make`. `args` are ours alone, never text from a file or a person. */
  async read(file: string, args: readonly string[]): Promise<RawTags> {
    const [tags = {}] = await this.ask(file, [args]);
    return tags;
  }

  /** Several such questions about one file at once, which saves the way to ExifTool and back: what each of them finds. */
  async ask(file: string, questions: readonly (readonly string[])[]): Promise<RawTags[]> {
    checkReadable(file);
    const output = await withToolPath(file, this.scratch, (safe) => this.#run(asked(safe, questions)));
    return output.split(END_OF_PART).map(parseTags);
  }

  /** The same of several files with one command: tags of each, or why there are none. */
  async readAll(files: readonly string[], args: readonly string[]): Promise<(RawTags | AppError)[]> {
    const answers = files.map((file): AppError | null => problemOf(file));
    const readable = files.filter((_, at) => answers[at] === null);
    if (readable.length === 0) return answers as AppError[];
    const found = await withToolPaths(readable, this.scratch, async (safe) => {
      const tags = parseAll(await this.#run([...AS_TEXT, ...args, ...safe]));
      const byPath = new Map(tags.map((each) => [each.SourceFile, each]));
      return new Map(readable.map((file, at) => [file, byPath.get(safe[at] ?? '')]));
    });
    return files.map(
      (file, at) =>
        answers[at] ?? found.get(file) ?? new AppError('file_missing', { detail: path.basename(file) }),
    );
  }

  /**
   * Writes a changed copy of `file` as `copy`, which must not be there yet, and asks about the copy. The file itself is
   * only read.
   * @param args the changes, values encoded for `-E` (description-args.ts)
   * @throws AppError `metadata_not_written` where ExifTool refuses, `disk_full`, `read_only`, `no_permission`
   */
  async write(
    file: string,
    copy: string,
    args: readonly string[],
    questions: readonly (readonly string[])[],
  ): Promise<RawTags[]> {
    checkReadable(file);
    requireWritable(copy);
    return await withToolPath(file, this.scratch, (source) =>
      // The copy is not there yet, so its folder gets the harmless name.
      withToolPath(path.dirname(copy), this.scratch, async (folder) => {
        const made = path.join(folder, path.basename(copy));
        const answer = await this.#copied(['-E', ...args, '-o', made, source], asked(made, questions));
        if ('refusal' in answer) throw writeError(answer.refusal, copy);
        return answer.found.map(parseTags);
      }),
    );
  }

  async #copied(changes: string[], questions: string[]): Promise<CopyAnswer> {
    try {
      return await this.#tool.enqueueTask(() => new CopyTask(changes, questions), false);
    } catch (error) {
      throw toolError(error);
    }
  }

  /** Runs a command on a file whose path every tool can take. What it prints is returned. */
  async #run(args: string[]): Promise<string> {
    try {
      return await this.#tool.enqueueTask(() => new PlainTask(args), false);
    } catch (error) {
      throw toolError(error);
    }
  }

  /** Writes every embedded picture of `file` into `folder`, named for its tag. `folder` has to be a plain path. */
  async extractPictures(file: string, folder: string): Promise<void> {
    checkReadable(file);
    const pattern = `${folder}/%t%-c.%s`;
    await withToolPath(file, this.scratch, (safe) =>
      this.#run(['-a', '-b', '-W', pattern, '-Preview:all', safe]),
    );
  }
}

/**
 * Output comes in pieces of 8 KB, which end in the middle of a character as often as not. By itself the task makes two signs
 * that stand for nothing of such a one, and they would come into the library, and from there into files.
 */
abstract class WholeTask<T> extends ExifToolTask<T> {
  readonly #decoder = new StringDecoder('utf8');

  override onStdout(piece: string | Buffer): void {
    const text = typeof piece === 'string' ? piece : this.#decoder.write(piece);
    super.onStdout(text);
    // The time limit is that of each question: each may have to read all of a large file.
    if (END_OF_PART.test(text)) this.resetTimeout();
  }
}

/** Output as it is. Problems of the file are no errors: whatever could be read of it counts. */
class PlainTask extends WholeTask<string> {
  constructor(args: string[]) {
    super(args, { ignoreMinorErrors: true });
  }

  protected override parse(data: string): string {
    return data;
  }
}

type CopyAnswer = { found: string[] } | { refusal: string };

/** Minor errors count here: a file with something wrong in it is left as it is. Not for what is asked about the copy. */
class CopyTask extends WholeTask<CopyAnswer> {
  constructor(changes: string[], questions: string[]) {
    super([...changes, '-execute1', ...questions], { ignoreMinorErrors: true });
  }

  protected override parse(data: string, error?: Error): CopyAnswer {
    const [said = '', ...found] = data.split(END_OF_PART);
    if (/^\s*1 image files created/m.test(said)) return { found };
    return { refusal: error?.message ?? said.trim() };
  }
}

/** ExifTool only says that it could not; asked ourselves, the system says why. */
function requireWritable(copy: string): void {
  try {
    closeSync(openSync(toNative(copy), 'wx'));
    rmSync(toNative(copy));
  } catch (error) {
    throw toAppError(error);
  }
}

function writeError(detail: string, copy: string): AppError {
  // ExifTool tells of a full disk as of any other failure to write.
  const { bavail } = statfsSync(toNative(path.dirname(copy)));
  if (bavail === 0 || /no space left|quota/i.test(detail)) return new AppError('disk_full', { detail });
  return new AppError('metadata_not_written', { detail: detail.slice(0, 200) });
}

function parseTags(output: string): RawTags {
  return parseAll(output)[0] ?? {};
}

function parseAll(output: string): RawTags[] {
  if (output.trim() === '') return [];
  try {
    return JSON.parse(output) as RawTags[];
  } catch (error) {
    throw new AppError('exiftool_failed', { detail: output.slice(0, 200), cause: error });
  }
}

function problemOf(file: string): AppError | null {
  try {
    checkReadable(file);
    return null;
  } catch (error) {
    return toAppError(error);
  }
}

function checkReadable(file: string): void {
  try {
    const stats = statSync(toNative(file));
    // Given a folder, ExifTool would read all that is in it; given a pipe, it would wait for ever.
    if (stats.isDirectory()) throw new AppError('is_a_directory');
    if (!stats.isFile()) throw new AppError('not_a_file');
  } catch (error) {
    throw toAppError(error);
  }
}

function toolError(error: unknown): AppError {
  const detail = error instanceof Error ? error.message : String(error);
  if (/timeout|timed out/i.test(detail))
    return new AppError('worker_timeout', { detail, retry: 'now', cause: error });
  if (/perl|ENOENT|spawn/i.test(detail)) {
    return new AppError('exiftool_missing', { detail, retry: 'never', cause: error });
  }
  // Its process went away under the command: what an image does to ExifTool is the image's fault.
  return new AppError('worker_crashed', { detail, retry: 'now', cause: error });
}

function note(exifTool: ExifToolNote['exifTool'], pid: number): void {
  parentPort?.postMessage({ exifTool, threadId, pid } satisfies ExifToolNote);
}
