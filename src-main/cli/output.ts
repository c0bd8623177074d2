import type { Problem } from '../../src-preload/contract/photos.ts';
import { failureText, problemText as textOf } from '../../src-preload/contract/problem-texts.ts';

/** The one JSON document of a command, on stdout. Everything else goes to stderr. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A file name for a terminal: control characters would move the cursor, or worse. */
export function shownPath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
  return path.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

/** @param failed whether nothing came of the file, in which case no picture is promised. Default false. */
export function problemText(problem: Problem, failed = false): string {
  const known = (failed ? failureText : textOf)(problem).sentence;
  return problem.detail === undefined ? known : `${known} (${problem.detail})`;
}
