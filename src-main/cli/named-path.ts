import { resolve } from 'node:path';
import { UsageError } from './exit-codes.ts';

export const libraryNamed = (path: string): string => namedPath(path, 'The name of the library');

/**
 * The whole path of what was named. A name that is empty is mostly a variable of a script that was never set: taken as a
 * path, it would be the very folder that the script runs in.
 * @throws UsageError
 */
export function namedPath(path: string, what: string): string {
  if (path === '') throw new UsageError(`${what} is empty: it has to be the path of something.`);
  return resolve(path);
}
