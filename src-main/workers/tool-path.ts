import { copyFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { toNative } from '../files/native-path.ts';

/**
 * Names that a tool may read as something else than a file name:
 * - ExifTool takes arguments as lines: control characters and blanks at the end change them;
 * - libvips takes `name[option=value]`, and `%`, `:` have a meaning to some of its loaders and to ExifTool's `-W`;
 * - U+EF80… stands for bytes that are not UTF-8, which no text argument can carry.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
const SUSPICIOUS = /[\x00-\x1f\x7f[\]%:\uef80-\uefff]|\s$/;
/** Well below PATH_MAX: tools append to the path, and some keep it in small buffers. */
const MAX_LENGTH = 1000;

let counter = 0;

/**
 * A path that every tool understands, for the time of `use`: the path itself where it is plain, else a link with a
 * harmless name in `scratch`, which is removed afterwards.
 */
export async function withToolPath<T>(
  file: string,
  scratch: string,
  use: (safe: string) => Promise<T>,
): Promise<T> {
  if (isPlain(file)) return use(file);
  counter += 1;
  // The extension stays where it is harmless: ExifTool uses it to tell kinds of TIFF apart.
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(file)?.[0] ?? '';
  const alias = path.join(scratch, `${threadId}-${counter}${extension}`);
  link(file, alias);
  try {
    return await use(alias);
  } finally {
    rmSync(alias, { force: true });
  }
}

/** The same for several at once. */
export async function withToolPaths<T>(
  files: readonly string[],
  scratch: string,
  use: (safe: string[]) => Promise<T>,
): Promise<T> {
  const [first, ...rest] = files;
  if (first === undefined) return await use([]);
  return await withToolPath(first, scratch, (safe) =>
    withToolPaths(rest, scratch, (others) => use([safe, ...others])),
  );
}

function isPlain(file: string): boolean {
  const rest = process.platform === 'win32' ? file.replace(/^[A-Za-z]:/, '') : file;
  return path.isAbsolute(file) && Buffer.byteLength(file) <= MAX_LENGTH && !SUSPICIOUS.test(rest);
}

function link(file: string, alias: string): void {
  const target = path.isAbsolute(file) ? file : path.resolve(file);
  try {
    symlinkSync(toNative(target), alias);
  } catch (error) {
    // Windows without the right to make links.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    copyFileSync(toNative(target), alias);
  }
}
