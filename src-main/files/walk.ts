import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { AppError, toAppError } from './app-error.ts';
import { fromNative, toNative } from './native-path.ts';

export interface FoundFile {
  kind: 'file';
  path: string;
  folder: string;
  name: string;
  bytes: number;
  mtimeMs: number;
  /** It lies in a folder for which `isListedOnly` said so. */
  listedOnly: boolean;
}

/** Something that is no plain file, or cannot be looked at; told so that nothing is passed over in silence. */
export interface PassedOver {
  kind: 'passed_over';
  path: string;
  code: string;
  detail?: string;
}

export interface WalkRules {
  /** Why a folder is not entered at all, as the code to tell it with; null where it is. */
  whyPassedOver(folderName: string, path: string): string | null;
  /** Folders whose files are told of, but marked. */
  isListedOnly(folderName: string): boolean;
}

/**
 * Yields every file below the paths, in name order, folder by folder, each once even where paths overlap. Links that
 * a person named are followed, links inside folders are not: they may lead anywhere, and in circles.
 * @throws AppError `path_missing`, `path_unreadable`, `path_not_absolute` for the paths themselves
 */
export async function* walk(
  paths: readonly string[],
  rules: WalkRules,
  signal?: AbortSignal,
): AsyncGenerator<FoundFile | PassedOver> {
  const seen = new Set<string>();
  for (const given of paths) {
    const start = await resolveStart(given);
    const info = await stat(toNative(start));
    const found = info.isDirectory()
      ? walkFolder(start, false, rules, seen, signal)
      : lookAt(start, parentOf(start), nameOf(start), false, seen);
    for await (const entry of found) yield asNamed(entry, start, resolve(given));
  }
}

/** Found under its real path, told under the one that the person named: that is the one they know, and look for. */
function asNamed<Entry extends FoundFile | PassedOver>(entry: Entry, real: string, named: string): Entry {
  if (real === named) return entry;
  const path = named + entry.path.slice(real.length);
  return entry.kind === 'file'
    ? { ...entry, path, folder: parentOf(path), name: nameOf(path) }
    : { ...entry, path };
}

/** The real path of something that a person named. */
export async function resolveStart(given: string): Promise<string> {
  if (!isAbsolute(given)) throw new AppError('path_not_absolute', { detail: given });
  try {
    const native = toNative(resolve(given));
    return fromNative(await realpath(native, { encoding: 'buffer' }));
  } catch (error) {
    const cause = toAppError(error);
    const code = cause.code === 'file_missing' ? 'path_missing' : 'path_unreadable';
    throw new AppError(code, { detail: given, cause: error });
  }
}

async function* walkFolder(
  folder: string,
  listedOnly: boolean,
  rules: WalkRules,
  seen: Set<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<FoundFile | PassedOver> {
  signal?.throwIfAborted();
  let entries: Dirent<Buffer>[];
  try {
    entries = await readdir(toNative(folder), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    const { code, detail } = toAppError(error);
    yield { kind: 'passed_over', path: folder, code, ...(detail === undefined ? {} : { detail }) };
    return;
  }
  const named = entries.map((entry) => ({ entry, name: fromNative(entry.name) }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { entry, name } of named) {
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
    if (entry.isDirectory()) {
      const code = rules.whyPassedOver(name, path);
      if (code !== null) yield { kind: 'passed_over', path, code };
      else yield* walkFolder(path, listedOnly || rules.isListedOnly(name), rules, seen, signal);
    } else {
      yield* lookAt(path, folder, name, listedOnly, seen);
    }
  }
}

async function* lookAt(
  path: string,
  folder: string,
  name: string,
  listedOnly: boolean,
  seen: Set<string>,
): AsyncGenerator<FoundFile | PassedOver> {
  if (seen.has(path)) return;
  seen.add(path);
  try {
    const info = await lstat(toNative(path));
    if (info.isSymbolicLink()) yield { kind: 'passed_over', path, code: 'link' };
    else if (!info.isFile()) yield { kind: 'passed_over', path, code: 'special_file' };
    else {
      yield {
        kind: 'file',
        path,
        folder,
        name,
        bytes: info.size,
        mtimeMs: Math.round(info.mtimeMs),
        listedOnly,
      };
    }
  } catch (error) {
    const { code, detail } = toAppError(error);
    yield { kind: 'passed_over', path, code, ...(detail === undefined ? {} : { detail }) };
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
