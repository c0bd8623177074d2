import type { FileRole } from '../../src-preload/contract/photos.ts';
import { candidateBases } from './file-names.ts';

export interface BundleMember {
  /** Folder it lies in. Files of different folders are never bundled by name alone. */
  folder: string;
  name: string;
  role: FileRole;
}

export interface Bundle<Member extends BundleMember> {
  folder: string;
  base: string;
  members: Member[];
}

const PRIMARY: ReadonlySet<FileRole> = new Set(['image', 'raw', 'video']);

/** A photo needs a picture, a RAW or a movie; sidecars and others only ride along. */
export function isPrimary(role: FileRole): boolean {
  return PRIMARY.has(role);
}

/**
 * Groups files into photos: same folder, same base name, exactly. Cameras write both halves of a pair in one case;
 * `IMG_1.JPG` and `img_1.cr2` are two shots until somebody says otherwise. Riders join the photo they name; those that
 * name none form bundles without a primary member.
 */
export function bundleByName<Member extends BundleMember>(members: readonly Member[]): Bundle<Member>[] {
  const bundles = new Map<string, Bundle<Member>>();
  const keyOf = (folder: string, base: string) => `${folder}\0${base}`;
  const add = (member: Member, base: string) => {
    const key = keyOf(member.folder, base);
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, { folder: member.folder, base, members: [member] });
    else bundle.members.push(member);
  };
  for (const member of members) {
    if (isPrimary(member.role)) add(member, candidateBases(member.name)[0] ?? member.name);
  }
  for (const member of members) {
    if (isPrimary(member.role)) continue;
    const bases = candidateBases(member.name);
    add(member, bases.find((base) => bundles.has(keyOf(member.folder, base))) ?? bases[0] ?? member.name);
  }
  return [...bundles.values()];
}

/** Further apart than this, two files of one name are two shots (a camera's counter rolled over). */
const SAME_SHOT_MS = 3_000;

/** True where both times are known and they cannot be of one shot. Unknown times contradict nothing. */
export function contradict(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  return Math.abs(localMs(a) - localMs(b)) > SAME_SHOT_MS;
}

/** True where both times are known and agree. */
export function agree(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && !contradict(a, b);
}

/** Local time as if it were UTC: for comparing and sorting, never for conversion. */
export function localMs(local: string): number {
  return Date.parse(`${local}Z`);
}

/**
 * Splits the RAWs off a bundle whose picture was taken at another time. The pictures keep the riders, unless a
 * sidecar names the RAW itself (`X.NEF.xmp`).
 */
export function splitByTime<Member extends BundleMember>(
  bundle: Bundle<Member>,
  takenAt: (member: Member) => string | null,
): Bundle<Member>[] {
  const image = bundle.members.find((member) => member.role === 'image');
  if (image === undefined) return [bundle];
  const strangers = bundle.members.filter(
    (member) => member.role === 'raw' && contradict(takenAt(image), takenAt(member)),
  );
  if (strangers.length === 0) return [bundle];
  const names = new Set(strangers.map((member) => member.name));
  const leaves = (member: Member) => names.has(member.name) || names.has(member.name.replace(/\.xmp$/i, ''));
  return [
    { ...bundle, members: bundle.members.filter((member) => !leaves(member)) },
    { ...bundle, members: bundle.members.filter(leaves) },
  ];
}
