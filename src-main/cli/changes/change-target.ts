import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { targetOf, type WorkOptions } from '../follow/options.ts';
import type { Session } from '../session.ts';

/** A project by name, photos by number, or all of the library. */
export async function changeTarget(session: Session, options: WorkOptions): Promise<ChangeTarget> {
  const target = await targetOf(session, options);
  if ('projectId' in target) return { projectId: target.projectId };
  return 'photoIds' in target ? { photoIds: target.photoIds } : { all: true };
}
