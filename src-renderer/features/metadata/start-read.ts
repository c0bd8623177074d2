import { create } from 'zustand';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { client } from '../../lib/rpc/client.ts';
import { MAX_PHOTOS } from '../derivatives/max-photos.ts';
import type { ReadTarget } from './open-metadata.ts';

/** Tasks of this window that only looked, and at what: what they found can be read from where it is shown. */
export const useLooks = create<{ looks: ReadonlyMap<string, ChangeTarget> }>()(() => ({ looks: new Map() }));

/**
 * Begins to read, or only to look. Where it takes several calls, those that were answered go on even if a later one is
 * refused: each is a task of its own.
 * @returns the last task
 */
export async function startRead(target: ReadTarget, dryRun: boolean): Promise<string | null> {
  let last: string | null = null;
  for (const part of partsOf(target)) {
    const { taskId } = await client.metadata.start({ operation: 'import', target: part, dryRun });
    if (dryRun) useLooks.setState(({ looks }) => ({ looks: new Map(looks).set(taskId, part) }));
    last = taskId;
  }
  return last;
}

function partsOf(target: ReadTarget): ChangeTarget[] {
  if (!('photoIds' in target)) return [target];
  const parts: ChangeTarget[] = [];
  for (let at = 0; at < target.photoIds.length; at += MAX_PHOTOS)
    parts.push({ photoIds: target.photoIds.slice(at, at + MAX_PHOTOS) });
  return parts;
}
