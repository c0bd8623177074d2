import { fold, type GlobPart, type OneTest } from './glob-parts.ts';

/** A place in a glob: one where a character is read, or one from which several are reached without reading any. */
type State = { test: OneTest; to: number } | { ways: number[] };

export interface GlobMachine {
  readonly states: readonly State[];
  readonly start: number;
  /** Folds what is compared, where capital letters do not count. */
  readonly ignoreCase: boolean;
}

/** The end of every glob is the first state. */
const END = 0;

export function makeMachine(parts: readonly GlobPart[], ignoreCase: boolean): GlobMachine {
  const states: State[] = [{ ways: [] }];
  const add = (state: State): number => states.push(state) - 1;
  const before = (sequence: readonly GlobPart[], next: number): number => {
    let to = next;
    for (const part of [...sequence].reverse()) {
      if (part.kind === 'one') to = add({ test: part.test, to });
      else if (part.kind === 'either') {
        const after = to;
        to = add({ ways: part.options.map((option) => before(option, after)) });
      } else {
        const ways: number[] = [];
        const loop = add({ ways });
        ways.push(add({ test: part.test, to: loop }), to);
        to = loop;
      }
    }
    return to;
  };
  return { start: before(parts, END), states, ignoreCase };
}

/**
 * Follows all ways through the glob at once, character by character, instead of one after the other. A backtracking
 * matcher needs a time that multiplies with each star: `*a*a*a*ab` held the main process for seconds at one name of 255
 * letters. Here each character costs at most one look at each state, whatever the glob.
 *
 * @returns `steps`, the looks that it took: never more than states × (characters + 1)
 */
export function runMachine(
  { states, start, ignoreCase }: GlobMachine,
  text: string,
): { matches: boolean; steps: number } {
  const reached = new Int32Array(states.length).fill(-1);
  let steps = 0;
  let here: number[] = [];
  const reach = (first: number, turn: number, into: number[]): void => {
    for (const open = [first]; open.length > 0; ) {
      const at = open.pop() ?? END;
      if (reached[at] === turn) continue;
      reached[at] = turn;
      steps += 1;
      const state = states[at];
      if (state !== undefined && 'ways' in state) open.push(...state.ways);
      else into.push(at);
    }
  };
  let turn = 0;
  reach(start, turn, here);
  for (const written of text) {
    if (here.length === 0) return { matches: false, steps };
    turn += 1;
    const folded = ignoreCase ? fold(written) : written;
    const next: number[] = [];
    for (const at of here) {
      const state = states[at];
      if (state !== undefined && 'test' in state && state.test(written, folded)) reach(state.to, turn, next);
    }
    here = next;
  }
  return { matches: reached[END] === turn, steps };
}
