import { cellsOfRow, type GridLayout, rowAt, rowOfPhoto } from './layout.ts';

export type CursorMove = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** The photo of `row` whose middle is nearest to `x`. */
function nearestInRow(layout: GridLayout, row: number, x: number): number {
  let best = layout.rowStart[row] ?? 0;
  let distance = Number.POSITIVE_INFINITY;
  for (const cell of cellsOfRow(layout, row)) {
    const away = Math.abs(cell.left + cell.width / 2 - x);
    if (away < distance) {
      best = cell.index;
      distance = away;
    }
  }
  return best;
}

function middleOf(layout: GridLayout, index: number): number {
  const cell = cellsOfRow(layout, rowOfPhoto(layout, index)).find((candidate) => candidate.index === index);
  return cell === undefined ? 0 : cell.left + cell.width / 2;
}

function moveRows(layout: GridLayout, index: number, target: number): number {
  const row = Math.min(layout.rows - 1, Math.max(0, target));
  return row === rowOfPhoto(layout, index) ? index : nearestInRow(layout, row, middleOf(layout, index));
}

/**
 * Where the cursor goes. Nothing wraps around: at an edge it stays. With no cursor yet (`-1`) any move lands on the
 * first photo, `last` on the last.
 */
export function moveCursor(layout: GridLayout, index: number, move: CursorMove, pageHeight: number): number {
  const last = layout.count - 1;
  if (last < 0) return -1;
  if (move === 'last') return last;
  if (index < 0 || move === 'first') return 0;
  const at = Math.min(index, last);
  const row = rowOfPhoto(layout, at);
  switch (move) {
    case 'left':
      return Math.max(0, at - 1);
    case 'right':
      return Math.min(last, at + 1);
    case 'up':
      return moveRows(layout, at, row - 1);
    case 'down':
      return moveRows(layout, at, row + 1);
    case 'pageUp':
      return moveRows(layout, at, Math.min(row - 1, rowAt(layout, (layout.rowTop[row] ?? 0) - pageHeight)));
    case 'pageDown':
      return moveRows(layout, at, Math.max(row + 1, rowAt(layout, (layout.rowTop[row] ?? 0) + pageHeight)));
  }
}

/** The `top` at which a row can be seen whole, as little away from the present one as possible. */
export function topToReveal(
  layout: GridLayout,
  index: number,
  view: { top: number; height: number; margin: number },
): number {
  const row = rowOfPhoto(layout, index);
  const rowTop = layout.rowTop[row] ?? 0;
  const rowEnd = rowTop + (layout.rowHeight[row] ?? 0);
  if (rowTop - view.margin < view.top) return Math.max(0, rowTop - view.margin);
  if (rowEnd + view.margin > view.top + view.height) return rowEnd + view.margin - view.height;
  return view.top;
}
