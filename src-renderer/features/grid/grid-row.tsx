import { type MouseEvent, memo } from 'react';
import styles from './grid-row.module.css';
import { cellsOfRow, type GridLayout } from './layout.ts';
import { PhotoCell } from './photo-cell.tsx';

interface GridRowProps {
  row: number;
  layout: GridLayout;
  ids: readonly number[];
  /** Place in the scrolled element in px. */
  top: number;
  inset: number;
  cursor: number | null;
  onPlace(id: number, event: MouseEvent): void;
  onOpen(id: number): void;
}

export const GridRow = memo(function GridRow({
  row,
  layout,
  ids,
  top,
  inset,
  cursor,
  onPlace,
  onOpen,
}: GridRowProps) {
  const height = layout.rowHeight[row] ?? 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see PhotoGrid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
    <div
      role="row"
      aria-rowindex={row + 1}
      className={styles.row}
      style={{ top, left: inset, width: layout.width, height }}
    >
      {cellsOfRow(layout, row).map((cell, column) => {
        const id = ids[cell.index];
        return (
          id !== undefined && (
            <PhotoCell
              key={id}
              id={id}
              column={column + 1}
              left={cell.left}
              width={cell.width}
              isCursor={id === cursor}
              onPlace={onPlace}
              onOpen={onOpen}
            />
          )
        );
      })}
    </div>
  );
});
