import { create } from 'zustand';
import { useView } from '../../app/view.ts';

/** Grows each time the cursor was put somewhere by something else than the keys of the grid. */
export const useRevealed = create<{ times: number }>()(() => ({ times: 0 }));

/** Puts the cursor on a photo and brings it into sight. */
export function showPhoto(id: number): void {
  useView.getState().set({ cursor: id });
  useRevealed.setState(({ times }) => ({ times: times + 1 }));
}
