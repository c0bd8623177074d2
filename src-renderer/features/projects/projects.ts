import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { showProject, useView } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const sorted = (projects: Project[]) => [...projects].sort((a, b) => byName.compare(a.name, b.name));

export function useProjects(): Project[] {
  return useQuery(orpc.projects.list.queryOptions({ select: sorted })).data ?? [];
}

/**
 * Shows all photos when the project that is shown goes away: deleted here, or by another program. Only what was in the
 * list can go: one that has just been made is shown before the list knows it.
 */
export function useLeaveGoneProject(): void {
  const shown = useView((view) => view.projectId);
  const isListed = useProjects().some((project) => project.id === shown);
  const listed = useRef<number | null>(null);
  useEffect(() => {
    if (isListed) listed.current = shown;
    else if (shown !== null && listed.current === shown) showProject(null);
  }, [shown, isListed]);
}

/** The project that is shown, or null for all photos. */
export function useShownProject(): Project | null {
  const id = useView((view) => view.projectId);
  return useProjects().find((project) => project.id === id) ?? null;
}
