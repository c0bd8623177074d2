import { create } from 'zustand';
import type { Analysis, AnalysisEvent } from '../../../src-preload/contract/upload.ts';
import { announce } from '../../app/live-regions.tsx';
import { showProject, showTasks } from '../../app/view.ts';
import { plural } from '../../lib/format/numbers.ts';
import { client } from '../../lib/rpc/client.ts';
import { type ErrorText, errorText } from '../../lib/texts/errors.ts';
import { MAX_PATHS } from './upload-limits.ts';

/** A project that exists, or the name of one to be made. */
export type UploadTarget = { id: number } | { name: string };

export type AnalysisProgress = Extract<AnalysisEvent, { type: 'progress' }>;

export interface UploadFlow {
  /** Empty while no upload is being prepared. */
  paths: readonly string[];
  target: UploadTarget;
  progress: AnalysisProgress | null;
  analysis: Analysis | null;
  error: ErrorText | null;
  starting: boolean;
}

const CLOSED: UploadFlow = {
  paths: [],
  target: { name: '' },
  progress: null,
  analysis: null,
  error: null,
  starting: false,
};

export const useUpload = create<UploadFlow>()(() => CLOSED);

let running: AbortController | null = null;

/** Looks at what was dropped. A look that is still going on is given up. */
export function beginUpload(paths: readonly string[], target: UploadTarget): void {
  running?.abort();
  useUpload.setState({ ...CLOSED, paths, target });
  if (paths.length > MAX_PATHS) {
    const body = 'Drop the folder that holds them instead: a folder may hold any number of files.';
    useUpload.setState({ error: { title: `${plural(paths.length, 'file')} at once are too many`, body } });
    return;
  }
  if ('name' in target && target.name.trim() === '') return;
  const abort = new AbortController();
  running = abort;
  void analyze(paths, target, abort.signal);
}

async function analyze(paths: readonly string[], target: UploadTarget, signal: AbortSignal): Promise<void> {
  try {
    const events = await client.upload.analyze({ paths: [...paths], project: target }, { signal });
    for await (const event of events) {
      if (signal.aborted) return; // Leaving the loop ends the work in main too.
      if (event.type === 'progress') useUpload.setState({ progress: event });
      else finish(event.analysis);
    }
  } catch (error) {
    if (!signal.aborted) useUpload.setState({ error: errorText(error) });
  }
}

function finish(analysis: Analysis): void {
  useUpload.setState({ analysis });
  announce(
    `Looked at ${plural(analysis.totals.files, 'file')}: ${plural(analysis.totals.newPhotos, 'new photo')}.`,
  );
}

/** The same files into another project: what is a duplicate depends on it, so they are looked at again. */
export function retargetUpload(target: UploadTarget): void {
  beginUpload(useUpload.getState().paths, target);
}

export function closeUpload(): void {
  running?.abort();
  running = null;
  useUpload.setState(CLOSED);
}

/** Starts the import that the dialog shows, and leads to where the photos will appear. */
export async function confirmUpload(conflicts: 'skip' | 'import'): Promise<void> {
  const { analysis, starting } = useUpload.getState();
  if (analysis === null || starting) return;
  useUpload.setState({ starting: true, error: null });
  try {
    const { projectId } = await client.upload.start({ analysisId: analysis.id, conflicts });
    useUpload.setState(CLOSED);
    showProject(projectId);
    showTasks();
    announce('Import started.');
  } catch (error) {
    useUpload.setState({ starting: false, error: errorText(error) });
  }
}
