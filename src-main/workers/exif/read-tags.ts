import type { TagOutput } from '../protocol.ts';
import type { ExifToolSession } from './exif-tool-session.ts';

/** Enough for any camera; hostile files claim a hundred times as many. */
const MOST_TAGS = 3000;
const LONGEST_VALUE = 2000;
/** About the file in its folder, which the app knows better, and about ExifTool itself. */
const NOT_OF_THE_FILE = /^(SourceFile$|ExifTool:|System:)/;

/** Everything that a file says of itself, in the words that ExifTool has for people. Pictures in it are only counted. */
export async function readTags(session: ExifToolSession, path: string): Promise<TagOutput[]> {
  const tags = await session.read(path, ['-G1', '-a', '-api', 'largefilesupport=1']);
  return Object.entries(tags)
    .filter(([key]) => !NOT_OF_THE_FILE.test(key))
    .slice(0, MOST_TAGS)
    .map(([key, value]) => {
      const at = key.indexOf(':');
      const text = Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value);
      return { group: key.slice(0, at), name: key.slice(at + 1), value: text.slice(0, LONGEST_VALUE) };
    });
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
