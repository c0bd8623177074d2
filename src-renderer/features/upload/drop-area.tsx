import { useCommands } from '../../lib/commands/registry.tsx';
import { shownPath } from '../../lib/format/path.ts';
import { useShownProject } from '../projects/projects.ts';
import { DropDialog } from './drop-dialog.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { chooseUpload, uploadDropped } from './start-upload.ts';
import { useUpload } from './upload-flow.ts';
import { useFileDrag } from './use-file-drag.ts';

/** Makes the whole window a place to drop photos on. */
export function DropArea() {
  const dragging = useFileDrag(uploadDropped);
  const project = useShownProject();
  const open = useUpload((flow) => flow.paths.length > 0);
  useCommands({ 'library.import': () => void chooseUpload() });
  const text =
    project === null
      ? 'Drop to import into a new project'
      : `Drop to import into “${shownPath(project.name)}”`;
  return (
    <>
      {dragging && <DropOverlay text={text} />}
      {open && <DropDialog />}
    </>
  );
}
