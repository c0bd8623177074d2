import { readFileSync } from 'node:fs';
import { fromNative } from '../files/native-path.ts';

/**
 * The arguments with their exact bytes. Node decodes them as UTF-8 and turns every other byte into U+FFFD, after which
 * a file with such a name cannot be found any more; Linux still has them as they were.
 */
export function rawArguments(argv: readonly string[]): string[] {
  if (process.platform !== 'linux' || !argv.some((argument) => argument.includes('\uFFFD'))) return [...argv];
  const bytes = readFileSync('/proc/self/cmdline');
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    parts.push(fromNative(bytes.subarray(start, end === -1 ? bytes.length : end)));
    if (end === -1) break;
    start = end + 1;
  }
  // Node's own options come first there, and are not in `argv`: what counts is the tail.
  return parts.slice(-argv.length);
}
