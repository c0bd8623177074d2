import type { FileRole } from '../../../src-preload/contract/files.ts';
import type { Plan, PlanAction, PlanLine, PlanReason } from '../../../src-preload/contract/plans.ts';
import { bytes, plural } from '../format/numbers.ts';
import { baseName, folderOf, seenFrom, shownPath } from '../format/path.ts';

const ROLES: Record<FileRole, readonly [one: string, many: string]> = {
  image: ['picture', 'pictures'],
  raw: ['RAW file', 'RAW files'],
  sidecar: ['sidecar', 'sidecars'],
  video: ['video', 'videos'],
  other: ['other file', 'other files'],
};

/** `12 RAW files`. */
export function roleCount(role: FileRole, files: number): string {
  return plural(files, ...ROLES[role]);
}

const ACTIONS: Record<PlanAction, string> = {
  trash: 'To the trash',
  restore: 'Back to its place',
  move: 'Moves',
  purge: 'Gone for good',
};

const REASONS: Record<PlanReason, string> = {
  rejected: 'Nothing of the photo is wanted',
  half: 'This half of the pair is not wanted',
  rider: 'Goes where its photo goes',
  asked: 'You asked for it',
  expired: 'Its time in the trash is over',
  collision: 'Its name is taken there',
};

/** What happens to a file, and why. */
export function lineTexts(kind: Plan['kind'], line: PlanLine): { action: string; reason: string } {
  // What a writing has made is nobody's original, and undone by taking it away again.
  if (kind === 'undo' && line.action === 'purge')
    return { action: 'Goes again', reason: 'The writing has made it; it was not there before' };
  return { action: ACTIONS[line.action], reason: REASONS[line.reason] };
}

/** `412 photos: 812 files, 12.3 GB`. */
export function totalsText({ photos, files, bytes: size }: Plan['totals']): string {
  const amount = `${plural(files, 'file')}, ${bytes(size)}`;
  return photos === 0 ? amount : `${plural(photos, 'photo')}: ${amount}`;
}

/** `400 pictures (1.2 GB), 12 sidecars (40 kB)`. */
export function byRoleText(byRole: Plan['byRole']): string {
  return byRole
    .filter((entry) => entry.files > 0)
    .map((entry) => `${roleCount(entry.role, entry.files)} (${bytes(entry.bytes)})`)
    .join(', ');
}

export function volumeText({ path, files, bytes: size, freeBytes, away }: Plan['volumes'][number]): string {
  const amount = `${plural(files, 'file')}, ${bytes(size)}`;
  if (away) return `${shownPath(path)} is not connected: ${amount} on it wait until it is back.`;
  const free = freeBytes === null ? '' : `; ${bytes(freeBytes)} are free`;
  return `${shownPath(path)}: ${amount}${free}.`;
}

export function keptLastText(photos: number): string {
  return photos === 1
    ? '1 photo would have nothing left to look at, so its last picture stays.'
    : `${plural(photos, 'photo')} would have nothing left to look at, so their last pictures stay.`;
}

/** What an undo brings about, which only its lines tell. Only writing makes files that go again. */
function undoneBy(lines: readonly PlanLine[]): 'move' | 'restore' | 'write' {
  if (lines.some((line) => line.action === 'purge')) return 'write';
  return lines.length > 0 && lines.every((line) => line.action === 'move') ? 'move' : 'restore';
}

const UNDONE: Record<ReturnType<typeof undoneBy>, (files: string) => string> = {
  move: (files) => `Move ${files} back`,
  restore: (files) => `Put ${files} back`,
  write: (files) => `Take the writing of ${files} back`,
};

/** What the button does, in full. `name` is that of the project that is meant, where one is. */
export function actionText(plan: Plan, name: string): string {
  const files = plural(plan.totals.files, 'file');
  switch (plan.kind) {
    case 'commit':
      return `Move ${files} to the trash`;
    case 'undo':
      return UNDONE[undoneBy(plan.lines)](files);
    case 'restore':
      return `Put ${files} back`;
    case 'purge':
      return `Delete ${files} for good`;
    case 'move':
      return `Move ${files} to ${name}`;
    case 'project_delete':
      return `Delete ${name} with ${files}`;
  }
}

/** Why there is no button that does it. */
export function nothingText(kind: Plan['kind']): string {
  switch (kind) {
    case 'commit':
      return 'Everything that is here is wanted, so there is nothing to commit.';
    case 'undo':
      return 'Nothing of this is left to undo: it was brought back, or it has left the trash for good.';
    case 'restore':
      return 'Nothing of this is in the trash any more.';
    case 'purge':
      return 'The trash holds nothing of this any more.';
    case 'move':
      return 'All of these photos are in that project already.';
    case 'project_delete':
      return 'There is nothing of this project left to delete.';
  }
}

interface Heading {
  title: string;
  description: string;
}

export function planHeading(kind: Plan['kind'], name: string): Heading {
  switch (kind) {
    case 'commit':
      return {
        title: 'Commit changes',
        description: 'What you do not want goes to the trash of its project. It can be undone from there.',
      };
    case 'undo':
      return {
        title: 'Undo',
        description: 'Each file goes back to where and what it was, as far as it is still there.',
      };
    case 'restore':
      return {
        title: 'Restore from the trash',
        description:
          'Each file goes back to where it was, and is wanted again. Ratings and tags are as they were.',
      };
    case 'purge':
      return {
        title: 'Delete for good',
        description: 'These files are removed from the disk. There is no way back.',
      };
    case 'move':
      return {
        title: `Move photos to ${name}`,
        description: 'All files of a photo go together. Ratings and tags go with them.',
      };
    case 'project_delete':
      return {
        title: `Delete ${name}`,
        description: 'The whole folder goes to the trash of the library. It can be undone from there.',
      };
  }
}

/** From where to where, as seen from the root of the library: `Wedding → Portraits`, and the new name where it gets one. */
export function placesText({ path, target }: Pick<PlanLine, 'path' | 'target'>, root: string): string {
  const folder = (whole: string) => shownPath(folderOf(seenFrom(root, whole))) || 'the library';
  if (target === null) return folder(path);
  const renamed = baseName(target) === baseName(path) ? '' : `, as ${shownPath(baseName(target))}`;
  return `${folder(path)} → ${folder(target)}${renamed}`;
}
