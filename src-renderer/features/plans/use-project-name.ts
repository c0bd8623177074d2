import { shownPath } from '../../lib/format/path.ts';
import { useProjects } from '../projects/projects.ts';
import type { PlanRequest } from './open-plan.ts';

function projectIn(request: PlanRequest): number | null {
  if (request.kind === 'move') return request.projectId;
  return request.kind === 'project_delete' ? request.id : null;
}

/** The name of the project that a request is about; empty where it is about none, or that one is gone. */
export function useProjectName(request: PlanRequest): string {
  const id = projectIn(request);
  return useProjects().find((project) => project.id === id)?.name ?? '';
}

export const quoted = (name: string) => (name === '' ? 'this project' : `“${shownPath(name)}”`);
