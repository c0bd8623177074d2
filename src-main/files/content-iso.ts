const decoder = new TextDecoder('latin1');

/** Brands of pictures in the order in which they decide; a file lists all that it is compatible with. */
const PICTURE_BRANDS: readonly (readonly [string, readonly string[]])[] = [
  ['cr3', ['crx ']],
  ['avif', ['avif', 'avis']],
  ['heic', ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']],
];

/** QuickTime files older than `ftyp` begin with one of these boxes. */
const QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide', 'pnot']);

/** Format of a file made of ISO boxes (MP4, QuickTime, HEIF, CR3), from its `ftyp`; null where it is none. */
export function isoFormat(head: Uint8Array): string | null {
  if (head.length < 12) return null;
  const box = text(head, 4);
  if (box !== 'ftyp') return QUICKTIME_BOXES.has(box) && plausibleSize(head) ? 'mov' : null;
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
  const brands: string[] = [text(head, 8)];
  // HEIF in its short form has a second brand where others have a version.
  if (brands[0] === 'mif3') brands.push(text(head, 12));
  for (let at = 16; at + 4 <= Math.min(size, head.length, 512); at += 4) brands.push(text(head, at));
  return pictureFormat(brands) ?? movieFormat(brands[0] ?? '');
}

/** Brands that say only "a picture in boxes", or name a codec that no part of ours decodes. */
const OTHER_PICTURE = /^(mif\d|msf1|miaf|avci|j2ki|jpeg|vvic|evbi|unif)$/;

/** The major brand first: a HEIC that lists `avif` too is a HEIC. The brand that says least is settled by the others. */
function pictureFormat(brands: string[]): string | null {
  const [major = ''] = brands;
  const formatOf = (brand: string): string | undefined =>
    PICTURE_BRANDS.find(([, names]) => names.includes(brand))?.[0];
  const own = formatOf(major);
  if (own !== undefined) return own;
  if (!OTHER_PICTURE.test(major)) return null;
  return brands.map(formatOf).find((format) => format !== undefined) ?? 'heic';
}

function movieFormat(major: string): string {
  if (major === 'qt  ') return 'mov';
  if (major.startsWith('3g')) return '3gp';
  if (major === 'M4A ' || major === 'M4B ') return 'm4a';
  return major.startsWith('M4V') ? 'm4v' : 'mp4';
}

/** Boxes have at least their own header; a size of 1 means that the real one follows, 0 that it goes to the end. */
function plausibleSize(head: Uint8Array): boolean {
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
  return size <= 1 || size >= 8;
}

function text(head: Uint8Array, at: number): string {
  return decoder.decode(head.subarray(at, at + 4));
}
