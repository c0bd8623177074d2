import { create } from 'zustand';
import { dayName, suggestProjectName } from './suggest-project.ts';
import { beginUpload } from './upload-flow.ts';

interface WaitingDrop {
  paths: readonly string[];
  /** Name for the project that they make. Null for one after their folder. */
  name: string | null;
}

const NOTHING: WaitingDrop = { paths: [], name: null };

/** What was dropped before a library was open. It is looked at as soon as one is. */
export const useWaitingDrop = create<WaitingDrop>()(() => NOTHING);

export function importWaitingDrop(): void {
  const { paths, name } = useWaitingDrop.getState();
  if (paths.length === 0) return;
  useWaitingDrop.setState(NOTHING);
  beginUpload(paths, { name: name ?? suggestProjectName(paths, dayName(new Date())) });
}
