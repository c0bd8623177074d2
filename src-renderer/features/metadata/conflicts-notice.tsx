import { conflictsText } from '../../lib/texts/metadata.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './conflicts-notice.module.css';
import { openConflicts, showConflicts } from './open-metadata.ts';
import { useConflicts } from './use-conflicts.ts';

/** One line while something waits for a decision; nothing is lost meanwhile, so it does not press. */
export function ConflictsNotice() {
  const total = useConflicts().data?.total ?? 0;
  return (
    // Always there, so that what comes into it is spoken.
    <div role="status">
      {total > 0 && (
        <p className={styles.line} data-testid="metadata-conflicts-notice">
          <Icon name="warning" size={16} />
          <span>{conflictsText(total)}</span>
          <Button look="plain" size="small" onClick={showConflicts} data-testid="metadata-conflicts-show">
            Show photos
          </Button>
          <Button size="small" onClick={() => openConflicts()} data-testid="metadata-conflicts-open">
            Decide…
          </Button>
        </p>
      )}
    </div>
  );
}
