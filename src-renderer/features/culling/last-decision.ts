import { create } from 'zustand';
import { announce } from '../../app/live-regions.tsx';

interface LastDecision {
  /** Empty until something was decided. */
  text: string;
  /** `u` takes it back. */
  undoable: boolean;
  /** Grows with each decision, so that the same one twice is seen to have happened twice. */
  at: number;
}

/** What the last key did, for the bar under the grid: a decision about photos that are off the screen is seen there. */
export const useLastDecision = create<LastDecision>()(() => ({ text: '', undoable: false, at: 0 }));

export function tellOfDecision(text: string, undoable: boolean): void {
  announce(text);
  useLastDecision.setState(({ at }) => ({ text, undoable, at: at + 1 }));
}
