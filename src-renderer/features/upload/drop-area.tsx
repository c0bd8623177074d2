import { useCommands } from '../../lib/commands/registry.tsx';
import { shownPath } from '../../lib/format/path.ts';
import { Icon } from '../../ui/icon.tsx';
import { useShownProject } from '../projects/projects.ts';
import styles from './drop-area.module.css';
import { DropDialog } from './drop-dialog.tsx';
import { chooseUpload, uploadDropped } from './start-upload.ts';
import { useUpload } from './upload-flow.ts';
import { useFileDrag } from './use-file-drag.ts';

/** Makes the whole window a place to drop photos on. */
export function DropArea() {
  const dragging = useFileDrag(uploadDropped);
  const project = useShownProject();
  const open = useUpload((flow) => flow.paths.length > 0);
  useCommands({ 'library.import': () => void chooseUpload() });
  return (
    <>
      {dragging && (
        <div className={styles.overlay} data-testid="drop-overlay">
          <div className={styles.card}>
            <Icon name="import" size={36} />
            <p className={styles.where}>
              {project === null
                ? 'Drop to import into a new project'
                : `Drop to import into “${shownPath(project.name)}”`}
            </p>
            <p className={styles.calm}>You will see what is new before anything is copied.</p>
          </div>
        </div>
      )}
      {open && <DropDialog />}
    </>
  );
}
