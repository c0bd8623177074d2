import { makeMachine, runMachine } from './glob-machine.ts';
import { globParts } from './glob-parts.ts';

/**
 * Globs as shells have them: `*` `?` `[a-z]` `[!a-z]` `{a,b}` `**`, and a backslash before what is meant as it is. All
 * else is what it is: brackets in `IMG (1).jpg` are no group, and a `|` is a name like any other. Names that begin with a
 * dot are names like others; what systems keep for themselves is known by other rules.
 *
 * @returns whether a path below a folder matches. A glob with a slash is about the whole path, one without about the name
 * @throws Error naming what is wrong; see `globProblem`
 */
export function globTest(glob: string, { ignoreCase }: { ignoreCase: boolean }): (path: string) => boolean {
  const text = glob.length > 1 && glob.endsWith('/') ? glob.slice(0, -1) : glob;
  const machine = makeMachine(
    globParts(comparable(text.replace(/^(\.\/)+/, '')), { ignoreCase }),
    ignoreCase,
  );
  const isAboutPath = text.includes('/');
  return (path) => {
    const tested = isAboutPath ? path : path.slice(path.lastIndexOf('/') + 1);
    return runMachine(machine, comparable(tested)).matches;
  };
}

/** What is wrong with a glob, in a few words; null where it can be used. */
export function globProblem(glob: string): string | null {
  if (glob.trim() === '') return 'is empty';
  if (glob.includes('\0')) return 'has a character that no file name can have';
  const parts = glob.split('/');
  if (parts[0] === '') return 'begins with a slash: it is about what lies below the folder';
  if (parts.includes('..')) return 'leads out of the folder';
  try {
    globTest(glob, { ignoreCase: true });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** macOS writes é as two characters, most others as one. */
function comparable(text: string): string {
  return text.normalize('NFC');
}
