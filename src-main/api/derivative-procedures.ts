import type { App } from '../engine/app.ts';
import { AppError } from '../files/app-error.ts';
import { getProject } from '../library/projects.ts';
import type { Implementer } from './implementer.ts';

export function derivativeProcedures(os: Implementer, app: App) {
  return {
    generate: os.derivatives.generate.handler(({ input }) => {
      const { engine } = app.library();
      const { target, force } = input;
      const projectId = 'projectId' in target ? target.projectId : null;
      if (projectId !== null && getProject(engine.db, projectId) === null) {
        throw new AppError('project_missing', { detail: String(projectId) });
      }
      const photoIds = 'photoIds' in target ? target.photoIds : null;
      const taskId = engine.startTask({
        type: 'generate_derivatives',
        scope: projectId === null ? 'photo_set' : 'project',
        projectId,
        params: { projectId, photoIds, force },
        items: [],
      });
      return { taskId };
    }),
  };
}
