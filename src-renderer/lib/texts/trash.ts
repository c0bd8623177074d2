import type { Undoable } from '../../../src-preload/contract/changes.ts';
import type { FileRole } from '../../../src-preload/contract/files.ts';
import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import { bytes, plural } from '../format/numbers.ts';
import { shownPath } from '../format/path.ts';
import { dateText } from '../format/time.ts';
import { roleCount } from './plans.ts';

const DAY = 24 * 3_600_000;
const ROLES: readonly FileRole[] = ['image', 'raw', 'video', 'sidecar', 'other'];

/** `1 picture, 1 RAW file`, and whether the rest of the photo is still where it was. */
export function partsText({ files, present }: Pick<TrashEntry, 'files' | 'present'>): string {
  const parts = ROLES.flatMap((role) => {
    const many = files.filter((file) => file.role === role).length;
    return many === 0 ? [] : [roleCount(role, many)];
  }).join(', ');
  return present ? `${parts}; the rest is in its project` : `The whole photo: ${parts}`;
}

/** When something leaves the trash for good. Maintenance does it, so the day is all that can be promised. */
export function purgeText(purgeAt: number, now: number): string {
  const days = Math.ceil((purgeAt - now) / DAY);
  if (days <= 0) return 'Goes with the next maintenance';
  return days === 1 ? 'Goes for good in a day' : `Goes for good in ${days} days`;
}

/** What a screen reader says of an entry. */
export function entryLabel(entry: TrashEntry, now: number): string {
  return [
    shownPath(entry.name),
    shownPath(entry.project),
    partsText(entry),
    bytes(entry.bytes),
    `went ${dateText(entry.trashedAt, now)}`,
    purgeText(entry.purgeAt, now),
  ].join(', ');
}

const KINDS: Record<Undoable['kind'], string> = {
  commit: 'Commit',
  move: 'Move',
  project_delete: 'Deletion of a project',
  write: 'Writing of metadata',
};

/** `Commit of 12 May, 412 photos`. */
export function undoableTitle({ kind, at, photos, projects }: Undoable, now: number): string {
  const [only] = projects;
  const what =
    kind === 'project_delete' && projects.length === 1 && only !== undefined
      ? `Deletion of “${shownPath(only)}”`
      : KINDS[kind];
  return `${what} of ${dateText(at, now)}, ${plural(photos, 'photo')}`;
}

/** `Wedding · 812 files, 12 GB · can be undone until 11 Jun`. */
export function undoableNote(undoable: Undoable, now: number): string {
  const { kind, projects, files, bytes: size, purgeAt } = undoable;
  const [first] = projects;
  const where =
    first === undefined || kind === 'project_delete'
      ? []
      : [projects.length <= 3 ? projects.map(shownPath).join(', ') : plural(projects.length, 'project')];
  const until = purgeAt === null ? [] : [`can be undone until ${dateText(purgeAt, now)}`];
  // Sidecars that were made had nothing in them before.
  const much = size === 0 ? plural(files, 'file') : `${plural(files, 'file')}, ${bytes(size)}`;
  return [...where, much, ...until].join(' · ');
}
