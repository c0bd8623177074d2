import type { Project } from '../../../src-preload/contract/projects.ts';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useLibrary } from '../library/library.ts';
import { openMaintenance } from '../maintenance/open-maintenance.ts';
import { openRead, openWrite } from '../metadata/open-metadata.ts';
import { openPlan } from '../plans/open-plan.ts';
import { revealPath } from '../tasks/reveal.ts';
import { askNewName } from './project-dialogs.ts';

/** What can be done with a project, wherever its menu was opened. */
export function ProjectMenuItems({ project }: { project: Project }) {
  const root = useLibrary().data?.root ?? '';
  return (
    <>
      <MenuItem icon="rename" onClick={() => askNewName(project.id)}>
        Rename…
      </MenuItem>
      <MenuItem icon="reveal" onClick={() => void revealPath(`${root}/${project.folder}`)}>
        Show its folder
      </MenuItem>
      <MenuItem icon="tag" onClick={() => openRead({ projectId: project.id })}>
        Read metadata from files…
      </MenuItem>
      <MenuItem icon="write" onClick={() => openWrite({ projectId: project.id })}>
        Write metadata to files…
      </MenuItem>
      <MenuItem icon="shield" onClick={() => openMaintenance(project.id)}>
        Maintenance…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="trash" onClick={() => openPlan({ kind: 'project_delete', id: project.id })}>
        Delete…
      </MenuItem>
    </>
  );
}
