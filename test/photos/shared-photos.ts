import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The collection of real and hostile camera files beside the checkout. A fresh clone has none, and needs none. */
export const SHARED_PHOTOS = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  '..',
  'shared',
  'photos',
);

export const hasSharedPhotos = existsSync(join(SHARED_PHOTOS, 'MANIFEST.tsv'));
if (!hasSharedPhotos) console.log('skipped: there is no ../shared/photos beside this checkout');

export interface ManifestEntry {
  /** As encoded by files/native-path.ts, relative to the collection (`names/…`: to the unpacked archive). */
  path: string;
  sha256: string;
  bytes: number;
  format: string;
  size: { width: number; height: number } | null;
}

export async function readManifest(): Promise<ManifestEntry[]> {
  const text = await readFile(join(SHARED_PHOTOS, 'MANIFEST.tsv'), 'utf8');
  const [, ...lines] = text.trimEnd().split('\n');
  return lines.map((line) => {
    const [path = '', sha256 = '', bytes = '', format = '', size = ''] = line.split('\t');
    const [width, height] = size.split('x').map(Number);
    return {
      path: decodePath(path),
      sha256,
      bytes: Number(bytes),
      format,
      size: width && height ? { width, height } : null,
    };
  });
}

/** The manifest writes odd bytes as `\n \t \r \\ \xNN`; we carry bytes that are no UTF-8 as U+EF80…U+EFFF. */
function decodePath(path: string): string {
  return path.replace(/\\(n|t|r|\\|x([0-9A-F]{2}))/gi, (_, code: string, hex: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(0xef80 + Number.parseInt(hex, 16) - 0x80);
    return { n: '\n', t: '\t', r: '\r', '\\': '\\' }[code] ?? code;
  });
}
