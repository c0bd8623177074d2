import { type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useView } from '../../app/view.ts';
import { placeCursor } from '../culling/place-cursor.ts';
import { GridRow } from './grid-row.tsx';
import { layoutRows } from './layout.ts';
import styles from './photo-grid.module.css';
import { photoLoader } from './photos.ts';
import { useRevealed } from './reveal-cursor.ts';
import { useElementWidth } from './use-element-width.ts';
import { useGridCommands } from './use-grid-commands.ts';
import { useGridScroll } from './use-grid-scroll.ts';
import type { ShownPhotos } from './use-photo-index.ts';

const GAP = 6;
const PADDING = 14;

interface PhotoGridProps {
  photos: ShownPhotos;
  /** The loupe lies over the grid: its keys are off. */
  covered: boolean;
  /** Shown in place of rows when there are none. */
  empty: ReactNode;
}

/** All photos of the view in justified rows; only the rows on screen exist as elements. */
export function PhotoGrid({ photos, covered, empty }: PhotoGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useElementWidth(scroller);
  const targetHeight = useView((view) => view.rowHeight);
  const cursor = useView((view) => view.cursor);
  const layout = useMemo(
    () => layoutRows(photos.aspects, { width: Math.max(1, width - 2 * PADDING), targetHeight, gap: GAP }),
    [photos.aspects, width, targetHeight],
  );
  const scroll = useGridScroll({ scroller, layout, photos, padding: PADDING });
  const { first, end } = scroll.rows;
  const cursorIndex = photos.indexOf(cursor);
  useGridCommands({
    layout,
    photos,
    cursorIndex,
    reveal: scroll.reveal,
    focus: scroll.focus,
    pageHeight: scroll.pageHeight,
    covered,
  });

  useEffect(() => {
    photoLoader.show('grid', photos.ids.slice(layout.rowStart[first] ?? 0, layout.rowStart[end] ?? 0));
  }, [photos, layout, first, end]);

  const revealed = useRevealed((state) => state.times);
  const revealCursor = useRef(() => {});
  revealCursor.current = () => {
    if (cursorIndex >= 0) scroll.reveal(cursorIndex);
  };
  useEffect(() => {
    if (revealed > 0) revealCursor.current();
  }, [revealed]);

  const place = useCallback((id: number, event: MouseEvent) => placeCursor(photos, id, event), [photos]);
  const open = useCallback((id: number) => useView.getState().set({ cursor: id, loupe: true }), []);

  if (photos.ids.length === 0) return <div className={styles.nothing}>{empty}</div>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be a windowed list of rows of unequal cells
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      tabIndex={0}
      aria-label="Photos"
      aria-multiselectable="true"
      aria-rowcount={layout.rows}
      aria-activedescendant={cursorIndex >= 0 ? `photo-${cursor}` : undefined}
      data-testid="photo-grid"
      onScroll={scroll.onScroll}
    >
      <div className={styles.space} style={{ height: scroll.scrollHeight }}>
        {Array.from({ length: end - first }, (_, at) => (
          <GridRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its cells carry the identity
            key={first + at}
            row={first + at}
            layout={layout}
            ids={photos.ids}
            top={(layout.rowTop[first + at] ?? 0) + PADDING + scroll.shift}
            inset={PADDING}
            cursor={cursor}
            onPlace={place}
            onOpen={open}
          />
        ))}
      </div>
    </div>
  );
}
