import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { toAppError } from './app-error.ts';
import { look } from './move-file.ts';
import { fromNative, toNative } from './native-path.ts';

export type EntryKind = 'file' | 'folder' | 'link' | 'special_file';

/** Entries read per turn of the event loop: a folder of 60,000 read at once blocked it for 140 ms. */
const AT_A_TIME = 500;

/**
 * What lies directly in a folder, by name.
 * @throws AppError of the file system
 */
export async function listFolder(folder: string): Promise<Map<string, EntryKind>> {
  const found = new Map<string, EntryKind>();
  try {
    const options = { encoding: 'buffer' as BufferEncoding, bufferSize: AT_A_TIME };
    for await (const entry of await opendir(toNative(folder), options)) {
      found.set(nameOf(entry), kindOf(entry));
    }
    return found;
  } catch (error) {
    throw toAppError(error);
  }
}

export interface Seen {
  bytes: number;
  mtimeMs: number;
}

/** Looks under way at once: the disk orders them better than we could, and a cancel does not wait long. */
const AT_ONCE = 32;

/** Size and time of plain files of a folder; null for those that are not there, or are no plain files. */
export async function lookAtFiles(
  folder: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Seen | null>> {
  const seen = new Map<string, Seen | null>();
  for (let start = 0; start < names.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const batch = names.slice(start, start + AT_ONCE);
    const found = await Promise.all(batch.map((name) => lookAtFile(join(folder, name))));
    batch.forEach((name, index) => {
      seen.set(name, found[index] ?? null);
    });
  }
  return seen;
}

export async function lookAtFile(path: string): Promise<Seen | null> {
  const info = await look(path);
  return info?.isFile() ? { bytes: info.size, mtimeMs: Math.round(info.mtimeMs) } : null;
}

/** Given as bytes, though its type says text. */
export function nameOf({ name }: Dirent): string {
  return fromNative(name as unknown as Buffer);
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special_file';
}
