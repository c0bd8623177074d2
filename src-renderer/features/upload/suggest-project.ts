import { baseName, folderOf } from '../../lib/format/path.ts';

/** Folders that say nothing about a shoot. */
const EMPTY_NAMES =
  /^(dcim|\d{3}[a-z0-9_]{5}|desktop|downloads?|pictures|photos|images|home|tmp|temp|misc|private|untitled|no name)$/i;

const looksLikeFile = (name: string) => /^.+\.[a-z0-9]{2,5}$/i.test(name);

/** A name for the project that dropped files would make: their folder's, or the day where that says nothing. */
export function suggestProjectName(paths: readonly string[], today: string): string {
  const first = paths[0];
  if (first === undefined) return today;
  const folder = paths.length > 1 || looksLikeFile(baseName(first)) ? folderOf(first) : first;
  for (let path = folder; ; path = folderOf(path)) {
    const name = baseName(path).trim();
    const isRoot = folderOf(path) === path || folderOf(path) === '';
    if (isRoot || name === '') return today;
    if (!EMPTY_NAMES.test(name)) return name;
    // A card is `…/DCIM/100CANON`: one folder further up may be the name of the shoot, further up it is the system's.
    if (!/^(dcim|\d{3}[a-z0-9_]{5})$/i.test(name)) return today;
  }
}

/** Today as `2026-11-23`, in local time: a folder name that sorts. */
export function dayName(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
