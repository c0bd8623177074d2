import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import styles from './trash-list.module.css';
import { TRASH_ROW_HEIGHT, TrashRow, trashRowId } from './trash-row.tsx';
import type { ListSelection, SelectionStep } from './trash-selection.ts';

interface TrashListProps {
  entries: readonly TrashEntry[];
  /** How many there are with those that were not asked for yet. */
  total: number;
  selection: ListSelection;
  onSelect(step: SelectionStep): void;
  onEndNear(): void;
  onRestore(): void;
  onPurge(): void;
}

/** Like the grid it is one stop of the Tab key: arrows move inside, and Space chooses. */
export function TrashList(props: TrashListProps) {
  const { entries, total, selection, onSelect, onEndNear } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TRASH_ROW_HEIGHT,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastShown >= entries.length - 20) onEndNear();
  }, [lastShown, entries.length, onEndNear]);
  const { cursor } = selection;
  useEffect(() => {
    if (cursor >= 0) virtual.scrollToIndex(cursor, { align: 'auto' });
  }, [cursor, virtual]);
  const point = useCallback(
    (index: number, how: 'only' | 'toggle' | 'extend') => {
      if (how === 'only') {
        onSelect({ type: 'none' });
        onSelect({ type: 'toggle', at: index });
      } else if (how === 'toggle') onSelect({ type: 'toggle', at: index });
      else onSelect({ type: 'move', to: index, extend: true });
    },
    [onSelect],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / TRASH_ROW_HEIGHT) - 1);
    if (!keyPressed(event, props, page)) return;
    event.preventDefault();
  };
  const active = entries[cursor];
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      tabIndex={0}
      aria-multiselectable
      aria-label="Photos in the trash"
      aria-activedescendant={active === undefined ? undefined : trashRowId(active.photoId)}
      data-testid="trash-list"
      onKeyDown={onKeyDown}
    >
      <div className={styles.space} style={{ height: virtual.getTotalSize() }} role="presentation">
        {rows.map((row) => {
          const entry = entries[row.index];
          return (
            entry !== undefined && (
              <TrashRow
                key={entry.photoId}
                entry={entry}
                index={row.index}
                count={total}
                top={row.start}
                selected={selection.ids.has(entry.photoId)}
                cursor={row.index === cursor}
                onPoint={point}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

/** False for keys that are not the list's. */
function keyPressed(event: KeyboardEvent, list: TrashListProps, page: number): boolean {
  const { cursor } = list.selection;
  const last = list.entries.length - 1;
  const move = (to: number) => list.onSelect({ type: 'move', to, extend: event.shiftKey });
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'a') return false;
    list.onSelect({ type: 'all' });
    return true;
  }
  switch (event.key) {
    case 'ArrowDown':
      move(cursor + 1);
      return true;
    case 'ArrowUp':
      move(cursor < 0 ? last : cursor - 1);
      return true;
    case 'PageDown':
      move(cursor + page);
      return true;
    case 'PageUp':
      move(cursor - page);
      return true;
    case 'Home':
      move(0);
      return true;
    case 'End':
      move(last);
      return true;
    case ' ':
      list.onSelect({ type: 'toggle', at: Math.max(0, cursor) });
      return true;
    case 'Escape':
      list.onSelect({ type: 'none' });
      return true;
    case 'Enter':
      list.onRestore();
      return true;
    case 'Delete':
      list.onPurge();
      return true;
    default:
      return false;
  }
}
