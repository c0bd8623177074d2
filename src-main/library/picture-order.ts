import type { FileRow } from '../db/rows.ts';

type Picture = Pick<FileRow, 'id' | 'role' | 'format' | 'problem_code'>;

/** Found by the survey: decoding could only fail. */
const HOPELESS = new Set(['empty_file', 'not_an_image']);

export function isHopeless({ problem_code }: Pick<FileRow, 'problem_code'>): boolean {
  return problem_code !== null && HOPELESS.has(problem_code);
}

/** The files of a photo as they stand for it: the camera's JPEG first, which opens at no cost and says what the others do. */
export function byPreference(a: Picture, b: Picture): number {
  return rank(a) - rank(b) || a.id - b.id;
}

function rank(file: Picture): number {
  if (isHopeless(file)) return 9;
  if (file.role === 'video') return 8;
  if (file.role === 'raw') return 5;
  return file.format === 'jpeg' ? 0 : 1;
}
