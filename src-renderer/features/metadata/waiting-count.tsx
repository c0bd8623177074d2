import styles from '../../app/status-count.module.css';
import { unwrittenText } from '../../lib/texts/metadata.ts';
import { NOT_ALLOWED } from '../../lib/texts/metadata-settings.ts';
import { Icon } from '../../ui/icon.tsx';
import { openWrite } from './open-metadata.ts';
import { useMetadataSettings } from './use-metadata-settings.ts';
import { useWaiting } from './use-waiting.ts';

/** How much of what was said of photos is in the library alone, and the way to their files. */
export function WaitingCount() {
  const waiting = useWaiting();
  const forbidden = useMetadataSettings()?.allowManualWrite === false;
  if (waiting === null || waiting === 0) return null;
  return (
    <span className={styles.count} data-testid="waiting-count">
      <Icon name="write" size={14} />
      {unwrittenText(waiting)}
      <button
        type="button"
        className={styles.act}
        disabled={forbidden}
        title={forbidden ? NOT_ALLOWED.write.title : undefined}
        data-testid="waiting-write"
        onClick={() => openWrite({ waiting: true }, { all: true })}
      >
        Write metadata…
      </button>
    </span>
  );
}
