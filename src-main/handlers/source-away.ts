import { dirname, sep } from 'node:path';
import { AppError } from '../files/app-error.ts';
import { isPlaceAway } from '../files/place-away.ts';

/** Errors of a source file that a pulled card or drive may be the reason for. */
const MAY_BE_AWAY = new Set(['file_missing', 'io_error', 'path_unreadable']);

/**
 * The error as it is, or `volume_away` naming the place, where not one file but all of what was dropped has gone: then
 * the work waits for the card to come back instead of failing file by file.
 * @param roots what the person dropped
 */
export async function orAway(error: AppError, source: string, roots: readonly string[]): Promise<AppError> {
  if (!MAY_BE_AWAY.has(error.code)) return error;
  const root = roots.find((candidate) => source === candidate || source.startsWith(candidate + sep));
  const place = root === undefined || root === source ? dirname(source) : root;
  if (!(await isPlaceAway(place))) return error;
  return new AppError('volume_away', { detail: place, retry: 'later', cause: error });
}
