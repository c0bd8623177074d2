import { useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { tellOfDecision } from '../culling/last-decision.ts';
import { presentTargets } from '../culling/targets.ts';
import { usePhotoIndex } from '../grid/use-photo-index.ts';
import { useShownProject } from '../projects/projects.ts';
import { AllTags } from './all-tags.tsx';
import { ConflictsDialog } from './conflicts-dialog.tsx';
import { MetadataSettings } from './metadata-settings.tsx';
import {
  type MetadataTarget,
  openAllTags,
  openConflicts,
  openRead,
  openWrite,
  useMetadataDialog,
} from './open-metadata.ts';
import { OrderDialog } from './order-dialog.tsx';

/** The commands about metadata and their dialogs; mounted once. */
export function MetadataDialogs() {
  const { open } = useMetadataDialog();
  const { shown } = usePhotoIndex();
  const project = useShownProject();
  const chosen = (): readonly number[] =>
    useView.getState().place === 'photos' ? presentTargets(shown).ids : [];
  /** Whom it may be about, beside what `between` adds: what is chosen comes first. */
  const targets = (...between: MetadataTarget[]): MetadataTarget[] => {
    const ids = chosen();
    return [
      ...(ids.length > 0 ? [{ photoIds: ids }] : []),
      ...between,
      ...(project === null ? [] : [{ projectId: project.id }]),
      { all: true },
    ];
  };
  useCommands({
    'metadata.read': () => openRead(...targets()),
    'metadata.write': () => openWrite(...targets({ waiting: true })),
    'metadata.conflicts': () => openConflicts(),
    'metadata.tags': () => {
      const { cursor } = useView.getState();
      if (cursor === null || chosen().length === 0) tellOfDecision('No photo is under the cursor', false);
      else openAllTags(cursor);
    },
  });
  if (open === null) return null;
  switch (open.kind) {
    case 'read':
    case 'write':
      return <OrderDialog key={open.kind} {...open} />;
    case 'conflicts':
      return <ConflictsDialog photoId={open.photoId} />;
    case 'tags':
      return <AllTags photoId={open.photoId} />;
    case 'settings':
      return <MetadataSettings />;
  }
}
