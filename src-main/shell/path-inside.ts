import { join, normalize, sep } from 'node:path';

/** The file that a URL's path names inside `folder`; null where it names anything outside, or is no path at all. */
export function pathInside(folder: string, urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null; // A stray `%`.
  }
  if (decoded.includes('\0')) return null;
  const path = normalize(join(folder, decoded));
  return path.startsWith(folder + sep) && !path.endsWith(sep) ? path : null;
}
