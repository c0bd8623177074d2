import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import type { LibraryPlace } from '../../../src-preload/contract/library.ts';
import { showProject } from '../../app/view.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { type ErrorText, errorText } from '../../lib/texts/errors.ts';
import { importWaitingDrop } from '../upload/waiting-drop.ts';

export function useLibrary() {
  return useQuery(orpc.library.current.queryOptions());
}

interface Opening {
  /** Folder that is being opened now. */
  root: string | null;
  error: ErrorText | null;
  /** A folder that a library is made in only when the person says so again. */
  asking: DoubtfulPlace | null;
}

export interface DoubtfulPlace {
  root: string;
  place: Extract<LibraryPlace, { kind: 'inside' | 'occupied' }>;
}

export const useOpening = create<Opening>()(() => ({ root: null, error: null, asking: null }));

/** Opens a library, and makes one where there is none yet if `create` says so. False where that failed. */
export async function openLibrary(root: string, create: boolean): Promise<boolean> {
  useOpening.setState({ root, error: null, asking: null });
  try {
    await client.library.open({ root, create });
    showProject(null);
    useOpening.setState({ root: null });
    importWaitingDrop();
    return true;
  } catch (error) {
    useOpening.setState({ root: null, error: errorText(error) });
    return false;
  }
}

/** Opens the library in a folder. An empty folder becomes one; where there is anything else, the person is asked first. */
export async function openOrMakeLibrary(root: string): Promise<void> {
  try {
    const place = await client.library.look({ root });
    if (place.kind === 'inside' || place.kind === 'occupied')
      useOpening.setState({ error: null, asking: { root, place } });
    else await openLibrary(root, true);
  } catch (error) {
    useOpening.setState({ error: errorText(error) });
  }
}

/** Asks for a folder and opens the library in it. */
export async function chooseLibrary(): Promise<void> {
  try {
    const root = await client.system.chooseFolder({ title: 'Choose a folder for your photo library' });
    if (root !== null) await openOrMakeLibrary(root);
  } catch (error) {
    useOpening.setState({ error: errorText(error) });
  }
}
