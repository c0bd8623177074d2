import { useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { presentTargets } from '../culling/targets.ts';
import { usePhotoIndex } from '../grid/use-photo-index.ts';
import { useShownProject } from '../projects/projects.ts';
import { ConflictsDialog } from './conflicts-dialog.tsx';
import { openConflicts, openRead, useMetadataDialog } from './open-metadata.ts';
import { ReadDialog } from './read-dialog.tsx';

/** The commands about metadata and their dialogs; mounted once. */
export function MetadataDialogs() {
  const { open } = useMetadataDialog();
  const { shown } = usePhotoIndex();
  const project = useShownProject();
  useCommands({
    'metadata.read': () => {
      const ids = useView.getState().place === 'photos' ? presentTargets(shown).ids : [];
      openRead(
        ...(ids.length > 0 ? [{ photoIds: ids }] : []),
        ...(project === null ? [] : [{ projectId: project.id }]),
        { all: true },
      );
    },
    'metadata.conflicts': openConflicts,
  });
  if (open === null) return null;
  return open.kind === 'read' ? <ReadDialog targets={open.targets} /> : <ConflictsDialog />;
}
