import { create } from 'zustand';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { client } from '../../lib/rpc/client.ts';
import { MAX_PHOTOS } from '../derivatives/max-photos.ts';
import type { MetadataTarget } from './open-metadata.ts';

type Operation = 'import' | 'write';

/** Tasks of this window that only looked, and at what: what they found can be done from where it is shown. */
export const useLooks = create<{ looks: ReadonlyMap<string, ChangeTarget> }>()(() => ({ looks: new Map() }));

/**
 * Begins to read or to write, or only to look. Where it takes several calls, those that were answered go on even if a later
 * one is refused: each is a task of its own.
 * @returns the last task; null where there was nothing to do
 */
export async function startMetadata(
  operation: Operation,
  target: MetadataTarget,
  dryRun: boolean,
): Promise<string | null> {
  let last: string | null = null;
  for (const part of await partsOf(target)) {
    const { taskId } = await client.metadata.start({ operation, target: part, dryRun });
    if (dryRun) useLooks.setState(({ looks }) => ({ looks: new Map(looks).set(taskId, part) }));
    last = taskId;
  }
  return last;
}

async function partsOf(target: MetadataTarget): Promise<ChangeTarget[]> {
  if ('waiting' in target) return inParts((await client.photos.index({ filter: { unwritten: true } })).ids);
  return 'photoIds' in target ? inParts(target.photoIds) : [target];
}

function inParts(ids: readonly number[]): ChangeTarget[] {
  const parts: ChangeTarget[] = [];
  for (let at = 0; at < ids.length; at += MAX_PHOTOS)
    parts.push({ photoIds: ids.slice(at, at + MAX_PHOTOS) });
  return parts;
}
