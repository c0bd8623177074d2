import { create } from 'zustand';
import { readStored, writeStored } from '../lib/stored.ts';

export type ThemeChoice = 'system' | 'dark' | 'light';

const isChoice = (value: unknown): value is ThemeChoice =>
  value === 'system' || value === 'dark' || value === 'light';

const systemLight = window.matchMedia('(prefers-color-scheme: light)');

function paint(choice: ThemeChoice): void {
  const shown = choice === 'system' ? (systemLight.matches ? 'light' : 'dark') : choice;
  document.documentElement.dataset.theme = shown;
}

interface ThemeState {
  choice: ThemeChoice;
  choose(choice: ThemeChoice): void;
  /** From what is shown now to the other one. */
  toggle(): void;
}

export const useTheme = create<ThemeState>()((set, get) => ({
  choice: readStored(localStorage, 'theme', isChoice) ?? 'system',
  choose: (choice) => {
    writeStored(localStorage, 'theme', choice);
    set({ choice });
    paint(choice);
  },
  toggle: () => get().choose(document.documentElement.dataset.theme === 'light' ? 'dark' : 'light'),
}));

/** Paints the stored theme before the first frame, and follows the system from then on. */
export function startTheme(): void {
  paint(useTheme.getState().choice);
  systemLight.addEventListener('change', () => paint(useTheme.getState().choice));
}
