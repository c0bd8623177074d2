import { memo } from 'react';
import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import { bytes } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { shortTime } from '../../lib/format/time.ts';
import { entryLabel, partsText, purgeText } from '../../lib/texts/trash.ts';
import { Icon } from '../../ui/icon.tsx';
import { Thumbnail } from '../grid/thumbnail.tsx';
import styles from './trash-row.module.css';

/** Height in px. */
export const TRASH_ROW_HEIGHT = 68;

interface TrashRowProps {
  entry: TrashEntry;
  index: number;
  count: number;
  top: number;
  selected: boolean;
  cursor: boolean;
  onPoint(index: number, how: 'only' | 'toggle' | 'extend'): void;
}

/** A photo in the trash: what of it lies there, since when, and for how long. */
export const TrashRow = memo(function TrashRow(props: TrashRowProps) {
  const { entry, index, count, top, selected, cursor, onPoint } = props;
  const now = Date.now();
  const { status, version } = entry.thumbnail;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list holds the focus and has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list names its active option
    <div
      role="option"
      id={trashRowId(entry.photoId)}
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-label={entryLabel(entry, now)}
      className={styles.row}
      style={{ height: TRASH_ROW_HEIGHT, transform: `translateY(${top}px)` }}
      data-testid="trash-entry"
      data-photo-id={entry.photoId}
      data-cursor={cursor || undefined}
      onClick={(event) => {
        const onCheck = event.target instanceof Element && event.target.closest(`.${styles.check}`) !== null;
        const adds = onCheck || event.ctrlKey || event.metaKey;
        onPoint(index, event.shiftKey ? 'extend' : adds ? 'toggle' : 'only');
      }}
    >
      <span className={styles.check} data-testid="trash-check">
        <span className={styles.box}>{selected && <Icon name="check" size={13} />}</span>
      </span>
      <span className={styles.picture}>
        {status === 'ready' && version !== null ? (
          <Thumbnail id={entry.photoId} version={version} />
        ) : (
          <Icon name={status === 'failed' ? 'broken' : 'photos'} size={22} />
        )}
      </span>
      <span className={styles.text}>
        <span className={styles.name} title={entry.files.map((file) => shownPath(file.path)).join('\n')}>
          {shownPath(entry.name)}
        </span>
        <span className={styles.note}>{shownPath(entry.project)}</span>
        <span className={styles.note}>{partsText(entry)}</span>
      </span>
      <span className={styles.aside}>
        <span>Went {shortTime(entry.trashedAt, now)}</span>
        <span>{purgeText(entry.purgeAt, now)}</span>
        <span>{bytes(entry.bytes)}</span>
      </span>
    </div>
  );
});

export const trashRowId = (photoId: number) => `trash-${photoId}`;
