import type { Project } from '../../src-preload/contract/projects.ts';
import type { App } from '../engine/app.ts';
import { planOfProjectDelete, renameProject, startProjectDelete } from '../engine/changes/project-changes.ts';
import { createProject, listProjects } from '../library/projects.ts';
import type { Implementer } from './implementer.ts';

export function projectProcedures(os: Implementer, app: App) {
  return {
    list: os.projects.list.handler(() => listProjects(app.library().engine.db)),
    create: os.projects.create.handler(async ({ input }) => {
      const { engine } = app.library();
      const { id, name, folder, created_at } = await createProject(
        engine.db,
        engine.paths,
        input.name,
        engine.clock.wall(),
      );
      engine.changes.projects();
      return { id, name, folder, photos: 0, createdAt: created_at };
    }),
    rename: os.projects.rename.handler(async ({ input }) => {
      const { engine } = app.library();
      await renameProject(engine, input.id, input.name);
      return listProjects(engine.db).find(({ id }) => id === input.id) as Project;
    }),
    previewDelete: os.projects.previewDelete.handler(({ input }) =>
      planOfProjectDelete(app.library().engine, input),
    ),
    delete: os.projects.delete.handler(({ input }) => ({
      taskId: startProjectDelete(app.library().engine, input.id, input.confirm),
    })),
  };
}
