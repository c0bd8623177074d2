import { MovePhotosDialog } from './move-photos-dialog.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { closeProjectDialog, useProjectDialog } from './project-dialogs.ts';
import { useProjects } from './projects.ts';
import { RenameProjectDialog } from './rename-project-dialog.tsx';

/** Whichever dialog about projects is open; mounted once. */
export function OpenProjectDialog() {
  const { open } = useProjectDialog();
  const projects = useProjects();
  if (open === null) return null;
  if (open.kind === 'new') return <NewProjectDialog onClose={closeProjectDialog} />;
  if (open.kind === 'move') return <MovePhotosDialog photoIds={open.photoIds} onClose={closeProjectDialog} />;
  const project = projects.find((candidate) => candidate.id === open.id);
  return project === undefined ? null : (
    <RenameProjectDialog key={project.id} project={project} onClose={closeProjectDialog} />
  );
}
