import type { FileRole } from '../../src-preload/contract/files.ts';
import type { PlanReason } from '../../src-preload/contract/plans.ts';
import { splitName } from './file-names.ts';

export interface Wish {
  keepJpg: boolean;
  keepRaw: boolean;
}

interface Member {
  path: string;
  role: FileRole;
  /** Default: nothing is wrong with it. */
  problem_code?: string | null;
}

/** The half of a photo that stays where only one is wanted; null where both are, or neither. */
export function halfThatStays({ keepJpg, keepRaw }: Wish): 'image' | 'raw' | null {
  if (keepJpg === keepRaw) return null;
  return keepRaw ? 'raw' : 'image';
}

export interface Unwanted<File extends Member> {
  remove: { file: File; reason: PlanReason }[];
  /** A half was not wanted that is all there is: it stays. "RAW only" must never cost a photo that has no RAW. */
  keptLastPicture: boolean;
}

/**
 * What a commit removes of a photo. Nothing of it where both halves are wanted; all of it where neither is; one half, with
 * the sidecars that name it (`IMG_1.NEF.xmp`), where the other is there to stay. What belongs to both stays with what
 * stays. The column `photos.pending` says whether this finds anything.
 */
export function unwantedFiles<File extends Member>(wish: Wish, files: readonly File[]): Unwanted<File> {
  if (wish.keepJpg && wish.keepRaw) return { remove: [], keptLastPicture: false };
  if (!wish.keepJpg && !wish.keepRaw) {
    const remove = files.map((file) => ({
      file,
      reason: file.role === 'sidecar' ? ('rider' as const) : ('rejected' as const),
    }));
    return { remove, keptLastPicture: false };
  }
  const stays = halfThatStays(wish);
  const gone = stays === 'raw' ? 'image' : 'raw';
  const half = files.filter((file) => file.role === gone);
  if (half.length === 0) return { remove: [], keptLastPicture: false };
  // One that is known to have rotted on the disk is not what anybody meant to keep instead.
  const isThere = files.some((file) => file.role === stays && file.problem_code !== 'bit_rot');
  if (!isThere) return { remove: [], keptLastPicture: true };
  const names = new Set(half.map((file) => file.path));
  const riders = files.filter((file) => file.role === 'sidecar' && names.has(splitName(file.path).base));
  return {
    remove: [
      ...half.map((file) => ({ file, reason: 'half' as const })),
      ...riders.map((file) => ({ file, reason: 'rider' as const })),
    ],
    keptLastPicture: false,
  };
}
