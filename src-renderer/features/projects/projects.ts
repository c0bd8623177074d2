import { useQuery } from '@tanstack/react-query';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { useView } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const sorted = (projects: Project[]) => [...projects].sort((a, b) => byName.compare(a.name, b.name));

export function useProjects(): Project[] {
  return useQuery(orpc.projects.list.queryOptions({ select: sorted })).data ?? [];
}

/** The project that is shown, or null for all photos. */
export function useShownProject(): Project | null {
  const id = useView((view) => view.projectId);
  return useProjects().find((project) => project.id === id) ?? null;
}
