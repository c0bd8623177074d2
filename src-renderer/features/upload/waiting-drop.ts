import { create } from 'zustand';
import { dayName, suggestProjectName } from './suggest-project.ts';
import { beginUpload } from './upload-flow.ts';

/** What was dropped before a library was open. It is looked at as soon as one is. */
export const useWaitingDrop = create<{ paths: readonly string[] }>()(() => ({ paths: [] }));

export function importWaitingDrop(): void {
  const { paths } = useWaitingDrop.getState();
  if (paths.length === 0) return;
  useWaitingDrop.setState({ paths: [] });
  beginUpload(paths, { name: suggestProjectName(paths, dayName(new Date())) });
}
