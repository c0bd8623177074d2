import { toast } from 'sonner';
import type { PreloadApi } from '../../../src-preload/contract/preload-api.ts';
import { useView } from '../../app/view.ts';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { dayName, suggestProjectName } from './suggest-project.ts';
import { beginUpload, type UploadTarget } from './upload-flow.ts';
import { useWaitingDrop } from './waiting-drop.ts';

declare global {
  interface Window {
    safelight?: PreloadApi;
  }
}

/** The project that is shown takes what is dropped; over all photos, a new one named after the folder does. */
function targetFor(paths: readonly string[]): UploadTarget {
  const { projectId } = useView.getState();
  return projectId === null ? { name: suggestProjectName(paths, dayName(new Date())) } : { id: projectId };
}

export function uploadDropped(files: FileList): void {
  const paths = pathsOf(files);
  if (paths.length > 0) beginUpload(paths, targetFor(paths));
}

/** Keeps what was dropped until there is a library to import it into. */
export function keepDropped(files: FileList): void {
  const paths = pathsOf(files);
  if (paths.length > 0) useWaitingDrop.setState({ paths, name: null });
}

/** The paths of what was dropped; where it has none, that is said. */
function pathsOf(files: FileList): string[] {
  const paths = window.safelight?.pathsOf([...files]) ?? [];
  if (paths.length === 0) {
    toast.error('Nothing to import', {
      description: 'What was dropped is not a file on a disk. Save it first, then drop it here.',
      testId: 'toast',
    });
  }
  return paths;
}

export async function chooseUpload(): Promise<void> {
  try {
    const folder = await client.system.chooseFolder({ title: 'Choose a folder with photos' });
    if (folder !== null) beginUpload([folder], targetFor([folder]));
  } catch (error) {
    const { title, body } = errorText(error);
    toast.error(title, { description: body, testId: 'toast' });
  }
}
