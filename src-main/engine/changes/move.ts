import type { Plan } from '../../../src-preload/contract/plans.ts';
import { AppError } from '../../files/app-error.ts';
import { photoBundles } from '../../library/bundle-rows.ts';
import { assemble } from '../../library/plans/assemble.ts';
import { draftRelocation } from '../../library/plans/relocation-plan.ts';
import { getProject, requireLiveProject } from '../../library/projects.ts';
import type { LibraryEngine } from '../library-engine.ts';

interface Order {
  ids: readonly number[];
  projectId: number;
}

/** @throws AppError `project_missing` */
export async function planOfMove(engine: LibraryEngine, input: Order & { lineLimit: number }): Promise<Plan> {
  const { db } = engine;
  const to = requireLiveProject(engine, input.projectId);
  const photos = photoBundles(db, input.ids).map((bundle) => ({
    bundle,
    restore: [],
    to,
    base: bundle.photo.base_name,
  }));
  const draft = await draftRelocation(db, engine.paths.root, {
    kind: 'move',
    photos,
    projectOf: (id) => getProject(db, id),
  });
  return await assemble(draft, { lineLimit: input.lineLimit, now: engine.clock.wall() });
}

/** @throws AppError `project_missing`, `nothing_to_do` where all of them are there already, `queue_full` */
export function startMove(engine: LibraryEngine, { ids, projectId }: Order): string {
  requireLiveProject(engine, projectId);
  const moving = photoBundles(engine.db, ids).filter(({ photo }) => photo.project_id !== projectId);
  if (moving.length === 0) throw new AppError('nothing_to_do');
  return engine.startTask({
    type: 'photo_move',
    projectId: null,
    params: { photoIds: moving.map(({ photo }) => photo.id), toProjectId: projectId },
    items: [],
  });
}
