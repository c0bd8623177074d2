import { useMemo } from 'react';
import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import { bytes, count, plural } from '../../lib/format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import styles from './selected-bar.module.css';

interface SelectedBarProps {
  entries: readonly TrashEntry[];
  /** Whom the buttons are about. */
  ids: readonly number[];
  total: number;
  onAll(): void;
  onRestore(): void;
  onPurge(): void;
}

/** Says whom Restore and Delete are about before one of them is pressed. */
export function SelectedBar({ entries, ids, total, onAll, onRestore, onPurge }: SelectedBarProps) {
  const size = useMemo(() => {
    const chosen = new Set(ids);
    return entries.reduce((sum, entry) => (chosen.has(entry.photoId) ? sum + entry.bytes : sum), 0);
  }, [entries, ids]);
  const none = ids.length === 0;
  return (
    <div className={styles.bar}>
      <span className={styles.text} role="status" data-testid="trash-selected">
        {none
          ? 'Choose photos to restore or delete'
          : `${plural(ids.length, 'photo')} chosen, ${bytes(size)}`}
      </span>
      <Button size="small" look="plain" disabled={ids.length === total} onClick={onAll}>
        Choose all {count(total)}
      </Button>
      <Button size="small" icon="retry" disabled={none} data-testid="trash-restore" onClick={onRestore}>
        Restore…
      </Button>
      <Button size="small" icon="close" disabled={none} data-testid="trash-purge" onClick={onPurge}>
        Delete for good…
      </Button>
    </div>
  );
}
