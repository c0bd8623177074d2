import { create } from 'zustand';
import { readStored, writeStored } from '../../lib/stored.ts';

const NAME = 'advance';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

interface Advance {
  /** After a decision about the photo under the cursor the cursor goes on to the next. Off unless somebody wants it. */
  on: boolean;
}

export const useAdvance = create<Advance>()(() => ({
  on: readStored(localStorage, NAME, isBoolean) ?? false,
}));

export function setAdvance(on: boolean): void {
  writeStored(localStorage, NAME, on);
  useAdvance.setState({ on });
}
