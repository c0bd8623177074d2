import type { ContentType, MediaKind } from '../workers/protocol.ts';
import { isoFormat } from './content-iso.ts';
import type { ContentSource } from './content-source.ts';
import { textFormat } from './content-text.ts';
import { tiffFormat } from './content-tiff.ts';
import { kindOf, SIDECAR_TEXT } from './format-kinds.ts';

/** Enough for all magic numbers, the box list of `ftyp`, and to tell text from other things. */
const HEAD_BYTES = 4096;

/**
 * What a file is, from its content. The name is no proof: cameras are renamed, browsers save pages as `.jpg`, and a
 * NEF, a DNG and a scan are all TIFF outside.
 */
export function contentType(source: ContentSource): ContentType {
  if (source.size === 0) return { kind: 'unknown', format: 'empty' };
  const extension = source.extension.toLowerCase();
  const head = source.read(0, HEAD_BYTES);
  const format =
    bySignature(head, extension) ??
    isoFormat(head) ??
    tiffFormat(head, extension, source) ??
    textFormat(head, extension, head.length < source.size) ??
    'unknown';
  return { kind: kindFor(format, extension), format };
}

function kindFor(format: string, extension: string): MediaKind {
  return (format === 'text' || format === 'xml') && SIDECAR_TEXT.has(extension) ? 'sidecar' : kindOf(format);
}

interface Signature {
  format: string;
  /** Latin-1 text, `?` for any byte. */
  magic: string;
  at?: number;
}

/** Longer ones before those they begin with. */
const SIGNATURES: readonly Signature[] = [
  { format: 'png', magic: '\x89PNG\r\n\x1a\n' },
  { format: 'gif', magic: 'GIF87a' },
  { format: 'gif', magic: 'GIF89a' },
  { format: 'webp', magic: 'RIFF\0\0\0\0WEBP' },
  { format: 'wav', magic: 'RIFF\0\0\0\0WAVE' },
  { format: 'avi', magic: 'RIFF\0\0\0\0AVI ' },
  { format: 'psd', magic: '8BPS\0\x01' },
  { format: 'psb', magic: '8BPS\0\x02' },
  { format: 'jxl', magic: '\xff\x0a' },
  { format: 'jxl', magic: '\0\0\0\x0cJXL \r\n\x87\n' },
  { format: 'jp2', magic: '\0\0\0\x0cjP  \r\n\x87\n' },
  { format: 'jp2', magic: '\xff\x4f\xff\x51' },
  { format: 'crw', magic: 'HEAPCCDR', at: 6 },
  { format: 'raf', magic: 'FUJIFILMCCD-RAW' },
  { format: 'mrw', magic: '\0MRM' },
  { format: 'x3f', magic: 'FOVb' },
  { format: 'orf', magic: 'IIRO' },
  { format: 'orf', magic: 'IIRS' },
  { format: 'orf', magic: 'MMOR' },
  { format: 'rw2', magic: 'IIU\0' },
  { format: 'cr2', magic: 'CR\x02\0', at: 8 },
  { format: 'raw', magic: 'ARECOYK', at: 25 },
  { format: 'exr', magic: 'v/1\x01' },
  { format: 'hdr', magic: '#?RADIANCE' },
  { format: 'pdf', magic: '%PDF-' },
  { format: 'mkv', magic: '\x1a\x45\xdf\xa3' },
  { format: 'asf', magic: '\x30\x26\xb2\x75\x8e\x66\xcf\x11' },
  { format: 'flv', magic: 'FLV\x01' },
  { format: 'mpeg', magic: '\0\0\x01\xba' },
  { format: 'mpeg', magic: '\0\0\x01\xb3' },
  { format: 'mp3', magic: 'ID3' },
  { format: 'flac', magic: 'fLaC' },
  { format: 'ogg', magic: 'OggS' },
  { format: 'amr', magic: '#!AMR' },
  { format: 'aiff', magic: 'FORM\0\0\0\0AIFF' },
  { format: 'appledouble', magic: '\0\x05\x16\x07' },
  { format: 'zip', magic: 'PK\x03\x04' },
];

function bySignature(head: Uint8Array, extension: string): string | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return extension === 'mpo' ? 'mpo' : 'jpeg';
  const found = SIGNATURES.find((signature) => matches(head, signature));
  if (found !== undefined) return found.format;
  if (isBmp(head)) return 'bmp';
  return isTransportStream(head) ? 'mts' : null;
}

function matches(head: Uint8Array, { magic, at = 0 }: Signature): boolean {
  // The four bytes of a chunk's length may be anything.
  const chunk = magic.startsWith('RIFF') || magic.startsWith('FORM');
  for (let i = 0; i < magic.length; i += 1) {
    if (chunk && i >= 4 && i < 8) continue;
    if (head[at + i] !== magic.charCodeAt(i)) return false;
  }
  return true;
}

/** `BM` alone begins many a text; the size of the second header is one of a few. */
function isBmp(head: Uint8Array): boolean {
  const headerSizes = [12, 16, 40, 52, 56, 64, 108, 124];
  return head[0] === 0x42 && head[1] === 0x4d && headerSizes.includes(head[14] ?? 0) && head[15] === 0;
}

/** MPEG transport streams have a sync byte every 188 bytes, after 4 bytes of time stamp in camcorders' files. */
function isTransportStream(head: Uint8Array): boolean {
  const regular = (start: number, step: number): boolean =>
    [0, 1, 2, 3].every((packet) => head[start + packet * step] === 0x47);
  return regular(0, 188) || regular(4, 192);
}
