import type { MediaKind } from '../workers/protocol.ts';

const FORMATS: Record<Exclude<MediaKind, 'unknown'>, readonly string[]> = {
  image: [
    'jpeg',
    'mpo',
    'png',
    'tiff',
    'webp',
    'avif',
    'gif',
    'heic',
    'bmp',
    'psd',
    'psb',
    'jxl',
    'jp2',
    'svg',
    'exr',
    'hdr',
  ],
  raw: [
    ...[
      'cr2',
      'cr3',
      'crw',
      'nef',
      'nrw',
      'arw',
      'sr2',
      'srf',
      'dng',
      'gpr',
      'raf',
      'orf',
      'rw2',
      'rwl',
      'pef',
      'srw',
    ],
    ...['iiq', '3fr', 'fff', 'kdc', 'dcr', 'k25', 'mrw', 'x3f', 'mef', 'mos', 'erf', 'raw'],
  ],
  video: ['mp4', 'mov', '3gp', 'm4v', 'avi', 'mkv', 'asf', 'flv', 'mpeg', 'mts'],
  audio: ['wav', 'mp3', 'flac', 'ogg', 'amr', 'aiff', 'm4a'],
  sidecar: ['xmp'],
  document: ['pdf', 'html', 'json', 'text', 'xml'],
};

const KINDS: ReadonlyMap<string, MediaKind> = new Map(
  Object.entries(FORMATS).flatMap(([kind, formats]) => formats.map((format) => [format, kind as MediaKind])),
);

export function kindOf(format: string): MediaKind {
  return KINDS.get(format) ?? 'unknown';
}

/** True for what a camera writes as RAW; `format` as in `ContentType`, and nearly always the file's extension too. */
export function isRawFormat(format: string): boolean {
  return KINDS.get(format) === 'raw';
}

/**
 * Text files that hold a developer's settings or notes for a photo: Apple, RawTherapee, DxO, ON1, darktable's
 * siblings, Capture One, Canon. Their content is plain text or XML, so only the name tells.
 */
export const SIDECAR_TEXT: ReadonlySet<string> = new Set([
  ...['aae', 'pp3', 'arp', 'dop', 'on1', 'onphoto', 'cos', 'cop', 'nksc', 'vrd', 'spd', 'out', 'xmp'],
]);
