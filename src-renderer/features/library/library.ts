import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { showProject } from '../../app/view.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { type ErrorText, errorText } from '../../lib/texts/errors.ts';

export function useLibrary() {
  return useQuery(orpc.library.current.queryOptions());
}

interface Opening {
  /** Folder that is being opened now. */
  root: string | null;
  error: ErrorText | null;
}

export const useOpening = create<Opening>()(() => ({ root: null, error: null }));

/** Opens a library, and makes one where there is none yet if `create` says so. False where that failed. */
export async function openLibrary(root: string, create: boolean): Promise<boolean> {
  useOpening.setState({ root, error: null });
  try {
    await client.library.open({ root, create });
    showProject(null);
    useOpening.setState({ root: null });
    return true;
  } catch (error) {
    useOpening.setState({ root: null, error: errorText(error) });
    return false;
  }
}

/** Asks for a folder and opens the library in it; a folder without one becomes one. */
export async function chooseLibrary(): Promise<void> {
  try {
    const root = await client.system.chooseFolder({ title: 'Choose a folder for your photo library' });
    if (root !== null) await openLibrary(root, true);
  } catch (error) {
    useOpening.setState({ error: errorText(error) });
  }
}
