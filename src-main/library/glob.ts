import picomatch from 'picomatch';

/**
 * Globs as shells have them: `*` `?` `[a-z]` `[!a-z]` `{a,b}` `**`, and a backslash before what is meant as it is. All
 * else is what it is: brackets in `IMG (1).jpg` are no group, and a `|` is a name like any other.
 *
 * @returns whether a path below a folder matches. A glob with a slash is about the whole path, one without about the name
 * @throws Error naming what is wrong; see `globProblem`
 */
export function globTest(glob: string, { ignoreCase }: { ignoreCase: boolean }): (path: string) => boolean {
  const text = glob.length > 1 && glob.endsWith('/') ? glob.slice(0, -1) : glob;
  const test = picomatch(spelledOut(comparable(text)), {
    // Names that begin with a dot are names like others; what systems keep for themselves is known by other rules.
    dot: true,
    nocase: ignoreCase,
    // Names may hold line breaks, and a dot of a regular expression has to match them.
    flags: ignoreCase ? 'is' : 's',
    nonegate: true,
    // Repetitions inside repetitions can take for ever.
    noextglob: true,
    // Names have slashes between them on every system by the time they come here.
    windows: false,
    strictBrackets: true,
    // Says what cannot be compiled, such as `[z-a]`, instead of matching nothing.
    debug: true,
  });
  const isAboutPath = text.includes('/');
  return (path) => {
    const tested = isAboutPath ? path : path.slice(path.lastIndexOf('/') + 1);
    return test(comparable(tested).replace(SPECIAL, stand));
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

const SPECIAL = /[\\()|+@!$^*?[\]{},]/g;
const isSpecial = (character: string): boolean => /^[\\()|+@!$^*?[\]{},]$/.test(character);

/**
 * A character that means nothing to anybody, for one that means something to picomatch and is meant as it is: its own
 * escapes do not hold for all of them. Names are written the same way before they are compared.
 */
function stand(character: string): string {
  return String.fromCharCode(0xe000 + character.charCodeAt(0));
}

const literal = (character: string): string => (isSpecial(character) ? stand(character) : character);

function spelledOut(glob: string): string {
  let out = '';
  let braces = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (character === '\\') {
      at += 1;
      if (at === glob.length) throw new Error('ends with a backslash that has nothing to stand before');
      out += literal(glob.charAt(at));
    } else if (character === '[') {
      const set = readSet(glob, at);
      out += set.text;
      at = set.end;
    } else if (character === '{' || character === '}') {
      braces += character === '{' ? 1 : -1;
      out += character;
    } else if ('*?]'.includes(character) || (character === ',' && braces > 0)) out += character;
    else out += literal(character);
  }
  return out;
}

/** `[…]` from its first bracket on; `end` is where its last one is. */
function readSet(glob: string, start: number): { text: string; end: number } {
  let at = start + 1;
  let text = '[';
  if (glob.charAt(at) === '!' || glob.charAt(at) === '^') {
    text += '^';
    at += 1;
  }
  for (const first = at; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (character === ']' && at > first) return { text: `${text}]`, end: at };
    if (character === '/') break;
    if (character === '\\') {
      at += 1;
      text += literal(glob.charAt(at));
    } else text += character === '-' ? '-' : literal(character);
  }
  throw new Error('has a [ without its ]');
}
