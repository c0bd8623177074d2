import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './virtual-list.module.css';

interface VirtualListProps<T> {
  label: string;
  items: readonly T[];
  /** Height of every row in px. A function guesses it where rows differ: then each one shown is measured. */
  rowHeight: number | ((item: T) => number);
  /** Height of the whole list in px at most. */
  maxHeight: number;
  keyOf(item: T, index: number): string | number;
  render(item: T): ReactNode;
  /** Called when the end comes near. */
  onEndNear?: (() => void) | undefined;
}

/** A list that may have any number of rows, as an import may have any number of files. */
export function VirtualList<T>({
  label,
  items,
  rowHeight,
  maxHeight,
  keyOf,
  render,
  onEndNear,
}: VirtualListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const measured = typeof rowHeight === 'function';
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const item = items[index];
      return !measured ? rowHeight : item === undefined ? 0 : rowHeight(item);
    },
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastShown >= items.length - 10) onEndNear?.();
  }, [lastShown, items.length, onEndNear]);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={{ height: Math.min(maxHeight, virtual.getTotalSize()) }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable for the arrow keys
      tabIndex={0}
    >
      <ol aria-label={label} className={styles.space} style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          return (
            item !== undefined && (
              <li
                key={keyOf(item, row.index)}
                aria-setsize={items.length}
                aria-posinset={row.index + 1}
                className={styles.row}
                data-index={row.index}
                ref={measured ? virtual.measureElement : undefined}
                style={{
                  height: measured ? undefined : rowHeight,
                  transform: `translateY(${row.start}px)`,
                }}
              >
                {render(item)}
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}
