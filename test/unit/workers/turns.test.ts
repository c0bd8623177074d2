import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeaveTurn } from '../../../src-main/workers/turns.ts';
import { Turns } from '../../../src-main/workers/turns.ts';

const never = new AbortController().signal;

async function entered(turn: Promise<LeaveTurn | null>): Promise<LeaveTurn> {
  const leave = await turn;
  if (leave === null) throw new Error('it was to be its turn');
  return leave;
}

/** Whether it is its turn by now. */
async function isIn(turn: Promise<unknown>): Promise<boolean> {
  return Promise.race([turn.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);
}

describe('turns', () => {
  test('side by side, and told afterwards that somebody was beside', async () => {
    const turns = new Turns();
    const first = await entered(turns.enter(false, never));
    const second = await entered(turns.enter(false, never));
    expect(first()).toBe(false);
    // The first had left long before, but was there at the beginning.
    expect(second()).toBe(false);
    expect((await entered(turns.enter(false, never)))()).toBe(true);
  });

  test('who wants to be alone waits for those inside, and those who came later wait for it', async () => {
    const turns = new Turns();
    const inside = await entered(turns.enter(false, never));
    const alone = turns.enter(true, never);
    const later = turns.enter(false, never);
    expect(await isIn(alone)).toBe(false);
    expect(await isIn(later)).toBe(false);
    inside();
    const leave = await entered(alone);
    expect(await isIn(later)).toBe(false);
    expect(leave()).toBe(true);
    expect((await entered(later))()).toBe(true);
  });

  test('who gives up waiting to be alone holds up nobody', async () => {
    const turns = new Turns();
    const inside = await entered(turns.enter(false, never));
    const giveUp = new AbortController();
    const alone = turns.enter(true, giveUp.signal);
    const later = turns.enter(false, never);
    giveUp.abort();
    expect(await alone).toBeNull();
    expect(await isIn(later)).toBe(true);
    inside();
  });

  test('who comes with a signal that has fired gets no turn', async () => {
    const turns = new Turns();
    expect(await turns.enter(true, AbortSignal.abort())).toBeNull();
    expect(await isIn(turns.enter(false, never))).toBe(true);
  });

  test('whatever comes and goes: nobody beside who is alone, and nobody is forgotten', async () => {
    const moves = fc.array(fc.oneof(fc.constantFrom('beside', 'alone', 'give up'), fc.nat(5)), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const turns = new Turns();
        const inside: { alone: boolean; leave: LeaveTurn }[] = [];
        const open: AbortController[] = [];
        let waiting = 0;
        const come = (alone: boolean): void => {
          const giveUp = new AbortController();
          open.push(giveUp);
          waiting += 1;
          void turns.enter(alone, giveUp.signal).then((leave) => {
            waiting -= 1;
            if (leave !== null) inside.push({ alone, leave });
          });
        };
        const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
        for (const move of list) {
          if (move === 'beside' || move === 'alone') come(move === 'alone');
          else if (move === 'give up') open.pop()?.abort();
          else inside.splice(move, 1)[0]?.leave();
          await settle();
          if (inside.some(({ alone }) => alone)) expect(inside).toHaveLength(1);
        }
        while (inside.length > 0) {
          inside.shift()?.leave();
          await settle();
        }
        expect(waiting).toBe(0);
      }),
    );
  });
});
