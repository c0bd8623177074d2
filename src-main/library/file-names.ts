import type { FileRole } from '../../src-preload/contract/photos.ts';
import { nativeByteLength } from '../files/native-path.ts';

/** What an extension promises. Only a hint: the content decides. */
const EXTENSION_ROLES: Record<FileRole, readonly string[]> = {
  image: [
    'jpg jpeg jpe jfif jif png tif tiff webp avif gif heic heif hif bmp psd psb jxl jp2 j2k jpf jpx mpo btf dib',
  ],
  raw: [
    '3fr arw bay cr2 cr3 crw dcr dng erf fff gpr iiq k25 kdc mef mos mrw nef nrw orf ori pef ptx pxn r3d raf raw rw2',
    'rwl rwz sr2 srf srw x3f',
  ],
  video: ['mp4 mov m4v avi mts m2ts mkv 3gp 3g2 webm mpg mpeg wmv insv lrv'],
  sidecar: ['xmp'],
  other: [],
};

const ROLE_BY_EXTENSION = new Map<string, FileRole>(
  (Object.entries(EXTENSION_ROLES) as [FileRole, readonly string[]][]).flatMap(([role, lines]) =>
    lines.flatMap((line) => line.split(' ')).map((extension) => [extension, role] as const),
  ),
);

/** Base name and extension; the extension is without its dot and as written. Leading dots belong to the base name. */
export function splitName(name: string): { base: string; extension: string } {
  const dot = name.lastIndexOf('.');
  const leading = name.length - name.replace(/^\.+/, '').length;
  if (dot < leading || dot === -1) return { base: name, extension: '' };
  return { base: name.slice(0, dot), extension: name.slice(dot + 1) };
}

/** The role that a name promises; `other` for names that promise nothing. */
export function roleByName(name: string): FileRole {
  return ROLE_BY_EXTENSION.get(splitName(name).extension.toLowerCase()) ?? 'other';
}

/**
 * The base names that a file may belong to, best first. `IMG_1.CR3.xmp` is a sidecar of `IMG_1.CR3`, so of the photo
 * `IMG_1`, but `IMG_1.CR3` may also be a base name in its own right.
 */
export function candidateBases(name: string): string[] {
  const { base } = splitName(name);
  if (roleByName(name) !== 'sidecar') return [base];
  const inner = roleByName(base);
  return inner === 'other' || inner === 'sidecar' ? [base] : [splitName(base).base, base];
}

/**
 * The name a file gets when its photo is renamed from one base to another: what follows the base is kept as it is
 * (`IMG_1.CR3.xmp` → `IMG_1 (2).CR3.xmp`).
 */
export function renameToBase(name: string, oldBase: string, newBase: string): string {
  return newBase + name.slice(oldBase.length);
}

/** Most bytes that a file name may have, on every file system we know. */
export const MAX_NAME_BYTES = 255;

/**
 * `base`, then `base (2)`, `base (3)`, …: the `index`-th choice, 0 being the name itself. It is shortened where it
 * would not fit together with the longest `suffix`.
 */
export function numberedBase(base: string, index: number, longestSuffix: string): string {
  if (index === 0) return base;
  const number = ` (${index + 1})`;
  const room = MAX_NAME_BYTES - nativeByteLength(number) - nativeByteLength(longestSuffix);
  const characters = [...base];
  while (characters.length > 1 && nativeByteLength(characters.join('')) > room) characters.pop();
  return characters.join('') + number;
}

/** Without the ` (2)` that a collision added. */
export function unnumberedBase(base: string): string {
  return base.replace(/ \(\d+\)$/, '');
}
