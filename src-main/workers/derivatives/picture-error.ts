import { AppError } from '../../files/app-error.ts';

/**
 * What sharp and libvips say, as our codes. They have no codes of their own; the phrases were collected by running
 * every damaged file of the test set through them, and what fits none of them is `corrupt_data`.
 */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/exceeds pixel limit|too many pixels|Image dimensions too large/i, 'too_many_pixels'],
  [/Input file is missing|unable to open for read/i, 'file_missing'],
  [/No space left on device/i, 'disk_full'],
  [
    /unsupported image format|unsupported feature|not supported|compression scheme \d+|no known loader|bad labq format|unsupported compression/i,
    'unsupported_format',
  ],
  [
    /premature end|unexpected end|end of (file|stream)|truncated|out of data|not enough data|Read error at scanline/i,
    'truncated',
  ],
  [/out of memory|unable to allocate/i, 'out_of_memory'],
];

/** Enough of the library's message to find the case again; some carry a line per damaged row. */
const MAX_DETAIL = 200;

export function pictureError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = PHRASES.find(([phrase]) => phrase.test(message))?.[1] ?? 'corrupt_data';
  const detail = message.split('\n', 1)[0]?.slice(0, MAX_DETAIL) ?? '';
  return new AppError(code, { detail, cause: error });
}
