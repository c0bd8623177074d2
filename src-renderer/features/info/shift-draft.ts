import { create } from 'zustand';

/** What was typed as a shift and not done yet, by the photos that it was typed for (their ids in a row). */
const useShiftDrafts = create<{ drafts: ReadonlyMap<string, string> }>()(() => ({ drafts: new Map() }));

/**
 * A shift that is being typed. Other fields are saved when their photo is left; a shift is an act, and waits for the person
 * to come back to the same photos.
 */
export function useShiftDraft(who: string): [typed: string, type: (text: string) => void] {
  const typed = useShiftDrafts(({ drafts }) => drafts.get(who) ?? '');
  const type = (text: string) =>
    useShiftDrafts.setState(({ drafts }) => {
      const next = new Map(drafts);
      if (text === '') next.delete(who);
      else next.set(who, text);
      return { drafts: next };
    });
  return [typed, type];
}

/** Another library: ids mean other photos now. */
export function forgetShiftDrafts(): void {
  useShiftDrafts.setState({ drafts: new Map() });
}
