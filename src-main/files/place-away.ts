import { readdir, stat } from 'node:fs/promises';
import { toNative } from './native-path.ts';

/**
 * True where a place that held files is not there any more: gone, or an empty folder, which is what a drive leaves behind
 * at its mount point. A missing file whose place is away is not a missing file: its drive was pulled.
 */
export async function isPlaceAway(path: string): Promise<boolean> {
  try {
    const native = toNative(path);
    if (!(await stat(native)).isDirectory()) return false;
    return (await readdir(native)).length === 0;
  } catch {
    return true; // Gone, or its drive answers nothing but errors: either way nothing can be read there now.
  }
}
