/** Whether one character fits: as it was written, and as it is where capital letters do not count. */
export type OneTest = (written: string, folded: string) => boolean;

/** What a glob is made of. Only a single character is ever repeated, so nothing is repeated inside a repetition. */
export type GlobPart =
  | { kind: 'one'; test: OneTest }
  /** Any number of them, none included. */
  | { kind: 'many'; test: OneTest }
  | { kind: 'either'; options: GlobPart[][] };

const SLASH: OneTest = (character) => character === '/';
const IN_NAME: OneTest = (character) => character !== '/';
const ANYTHING: OneTest = () => true;

/**
 * A letter in the form that all its cases share. Letters that would become two, such as ß, stay as they are; by way of the
 * capital, because Greek has two small forms of one.
 */
export function fold(character: string): string {
  if (character < '\x80') return character.toLowerCase();
  const capital = single(character.toUpperCase(), character);
  return single(capital.toLowerCase(), capital);
}

const single = (changed: string, otherwise: string): string =>
  [...changed].length === 1 ? changed : otherwise;

/**
 * Takes a glob apart.
 * @throws Error naming what is wrong with it
 */
export function globParts(glob: string, { ignoreCase }: { ignoreCase: boolean }): GlobPart[] {
  const reader = new Reader([...glob], ignoreCase);
  return reader.sequence(false);
}

class Reader {
  readonly #text: readonly string[];
  readonly #ignoreCase: boolean;
  #at = 0;

  constructor(text: readonly string[], ignoreCase: boolean) {
    this.#text = text;
    this.#ignoreCase = ignoreCase;
  }

  /** Up to the end, or inside braces up to the comma or the brace that ends this one of them. */
  sequence(inBraces: boolean): GlobPart[] {
    const parts: GlobPart[] = [];
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? '';
      if (inBraces && (character === ',' || character === '}')) return parts;
      parts.push(...this.#next(character, inBraces));
    }
    return parts;
  }

  /** What stands at the place of reading, which is left on its last character. */
  #next(character: string, inBraces: boolean): GlobPart[] {
    switch (character) {
      case '*':
        return this.#stars(inBraces);
      case '?':
        return [{ kind: 'one', test: IN_NAME }];
      case '[':
        return [{ kind: 'one', test: this.#set() }];
      case ']':
        throw new Error('has a ] without its [');
      case '{':
        return this.#braces();
      case '/':
        return this.#slash(inBraces);
      case '\\':
        this.#at += 1;
        if (this.#at === this.#text.length)
          throw new Error('ends with a backslash that has nothing to stand before');
        return [this.#letter(this.#text[this.#at] ?? '')];
      default:
        return [this.#letter(character)];
    }
  }

  #letter(character: string): GlobPart {
    const wanted = this.#ignoreCase ? fold(character) : character;
    return { kind: 'one', test: (_written, folded) => folded === wanted };
  }

  /** `**` is about folders where it stands for a whole name; elsewhere it is a star like one. */
  #stars(inBraces: boolean): GlobPart[] {
    const before = this.#text[this.#at - 1] ?? '/';
    const start = this.#at;
    while (this.#text[this.#at + 1] === '*') this.#at += 1;
    const isName = this.#at > start && (before === '/' || (inBraces && '{,'.includes(before)));
    if (isName && this.#endsAt(this.#at + 1, inBraces)) return [{ kind: 'many', test: ANYTHING }];
    if (isName && this.#text[this.#at + 1] === '/') {
      this.#at += 1;
      return [
        optional([
          { kind: 'many', test: ANYTHING },
          { kind: 'one', test: SLASH },
        ]),
      ];
    }
    return [{ kind: 'many', test: IN_NAME }];
  }

  /** `raw/**` is the folder too, so that it need not be entered; `*` + `/**` is only what lies in folders, as in shells. */
  #slash(inBraces: boolean): GlobPart[] {
    let end = this.#at + 1;
    while (this.#text[end] === '*') end += 1;
    const slash: GlobPart = { kind: 'one', test: SLASH };
    const isTail = end - this.#at >= 3 && this.#endsAt(end, inBraces);
    if (!isTail || this.#text[this.#at - 1] === '*') return [slash];
    this.#at = end - 1;
    return [optional([slash, { kind: 'many', test: ANYTHING }])];
  }

  #endsAt(at: number, inBraces: boolean): boolean {
    const character = this.#text[at];
    return character === undefined || (inBraces && (character === ',' || character === '}'));
  }

  /** `{a,b}` is either; braces without a comma are nothing but braces. */
  #braces(): GlobPart[] {
    const start = this.#at;
    const options: GlobPart[][] = [];
    do {
      this.#at += 1;
      options.push(this.sequence(true));
    } while (this.#text[this.#at] === ',');
    if (this.#text[this.#at] !== '}') throw new Error('has a { without its }');
    const [only] = options;
    if (options.length > 1 || only === undefined) return [{ kind: 'either', options }];
    if (/\.\./.test(this.#text.slice(start, this.#at).join('')))
      throw new Error('has two dots in braces: write [1-3] or {1,2,3}');
    return [this.#letter('{'), ...only, this.#letter('}')];
  }

  /** `[…]` from its first bracket to its last one. */
  #set(): OneTest {
    let at = this.#at + 1;
    const isNegated = this.#text[at] === '!' || this.#text[at] === '^';
    if (isNegated) at += 1;
    const ranges: [from: string, to: string][] = [];
    for (const first = at; ; at += 1) {
      const character = this.#text[at];
      if (character === undefined || character === '/') throw new Error('has a [ without its ]');
      if (character === ']' && at > first) break;
      const from = this.#inSet(at);
      const to = this.#text[from.end + 1] === '-' ? this.#inSet(from.end + 2) : null;
      // A dash before the last bracket is a dash.
      if (to === null || to.character === ']') {
        ranges.push([from.character, from.character]);
        at = from.end;
        continue;
      }
      if (codeOf(from.character) > codeOf(to.character))
        throw new Error(`has a range from ${from.character} back to ${to.character}`);
      ranges.push([from.character, to.character]);
      at = to.end;
    }
    this.#at = at;
    return setTest(ranges, isNegated, this.#ignoreCase);
  }

  #inSet(at: number): { character: string; end: number } {
    const end = this.#text[at] === '\\' ? at + 1 : at;
    const character = this.#text[end];
    if (character === undefined || character === '/') throw new Error('has a [ without its ]');
    return { character, end };
  }
}

function setTest(ranges: readonly [string, string][], isNegated: boolean, ignoreCase: boolean): OneTest {
  const bounds = ranges.map(([from, to]) => [codeOf(from), codeOf(to)] as const);
  const holds = (character: string): boolean => {
    const code = codeOf(character);
    return bounds.some(([from, to]) => code >= from && code <= to);
  };
  return (written, folded) => {
    if (written === '/') return false;
    const isIn =
      holds(written) || (ignoreCase && (holds(folded) || holds(single(written.toUpperCase(), written))));
    return isIn !== isNegated;
  };
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

const optional = (parts: GlobPart[]): GlobPart => ({ kind: 'either', options: [[], parts] });
