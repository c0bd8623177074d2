import { expect, test } from 'vitest';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { formatBadge } from '../../../src-renderer/lib/texts/photos.ts';

type Files = [Photo['files'][number]['role'], string][];

const photo = (files: Files) => ({
  jpgAvailable: files.some(([role]) => role === 'image'),
  rawAvailable: files.some(([role]) => role === 'raw'),
  files: files.map(([role, format], id) => ({
    id,
    path: '',
    role,
    format,
    bytes: 1,
    sha256: '',
    problem: null,
    missing: false,
  })),
});

test.each<[Files, string | null]>([
  [[['image', 'jpeg']], 'JPG'],
  [[['raw', 'nef']], 'RAW'],
  [
    [
      ['image', 'jpeg'],
      ['raw', 'nef'],
    ],
    'RAW+JPG',
  ],
  [
    [
      ['image', 'heic'],
      ['raw', 'cr3'],
    ],
    'RAW+HEIC',
  ],
  [[['image', 'tiff']], 'TIFF'],
  [[['video', 'mp4']], 'VIDEO'],
  [[['other', 'json']], null],
])('%j is shown as %s', (files, badge) => {
  expect(formatBadge(photo(files))).toBe(badge);
});
