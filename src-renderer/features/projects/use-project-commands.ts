import { toast } from 'sonner';
import { showTrash, useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { presentTargets } from '../culling/targets.ts';
import { usePhotoIndex } from '../grid/use-photo-index.ts';
import { openMaintenance } from '../maintenance/open-maintenance.ts';
import { openPlan } from '../plans/open-plan.ts';
import { askForProject, askNewName, askWhereTo } from './project-dialogs.ts';
import { useShownProject } from './projects.ts';

/** Seen and heard: a key that does nothing has to say why. */
const tell = (text: string) => toast.info(text, { id: 'project-keys', testId: 'toast' });

/** The keys of projects. They are about the project that is shown, or the photos that are chosen in it. */
export function useProjectCommands(): void {
  const { shown } = usePhotoIndex();
  const project = useShownProject();
  const withProject = (act: (id: number) => void) => () => {
    if (project === null) tell('No project is shown. Choose one in the sidebar first.');
    else act(project.id);
  };
  useCommands({
    'project.new': askForProject,
    'project.rename': withProject(askNewName),
    'project.delete': withProject((id) => openPlan({ kind: 'project_delete', id })),
    'library.trash': showTrash,
    'library.maintenance': () => openMaintenance(project?.id ?? null),
    'photos.move': () => {
      const ids = useView.getState().place === 'photos' ? presentTargets(shown).ids : [];
      if (ids.length === 0) tell('No photo is under the cursor, and none is selected.');
      else askWhereTo(ids);
    },
  });
}
