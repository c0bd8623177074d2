/**
 * Justified rows: every photo keeps its shape, every row but the last fills the width, and all photos of a row are of
 * one height. Pure and in columns: 100,000 photos take a few milliseconds and well under 2 MB, so it is simply done
 * again whenever the width changes.
 */
export interface GridLayout {
  readonly width: number;
  readonly gap: number;
  readonly count: number;
  readonly rows: number;
  /** Index of the first photo of each row, and one more entry: the count. */
  readonly rowStart: Uint32Array;
  /** Top of each row in px, and one more entry: where the next row would begin. */
  readonly rowTop: Float64Array;
  readonly rowHeight: Float64Array;
  /** Height of all rows without a gap after the last. */
  readonly height: number;
  readonly aspects: ArrayLike<number>;
}

export interface LayoutOptions {
  /** Room for the rows in px. */
  width: number;
  /** Wished height of a row in px; rows come out at most about a third lower or higher. */
  targetHeight: number;
  /** Space between photos and between rows in px. */
  gap: number;
}

/** A panorama of 12:1 would make a row of 20 px, so shapes beyond these are shown with bars instead. */
const NARROWEST = 0.4;
const WIDEST = 4;
const MIN_ROW_HEIGHT = 16;

export function shownAspect(aspect: number): number {
  if (!(aspect > 0)) return 1.5; // Zero, negative and NaN: a size nobody could read.
  return Math.min(WIDEST, Math.max(NARROWEST, aspect));
}

export function layoutRows(aspects: ArrayLike<number>, options: LayoutOptions): GridLayout {
  const width = Math.max(1, Math.floor(options.width));
  const { gap, targetHeight } = options;
  const count = aspects.length;
  const starts: number[] = [];
  const heights: number[] = [];

  let start = 0;
  let sum = 0;
  const fillHeight = (photos: number, shapes: number) => (width - gap * (photos - 1)) / shapes;
  const close = (end: number, height: number) => {
    starts.push(start);
    heights.push(Math.max(MIN_ROW_HEIGHT, Math.round(height)));
    start = end;
    sum = 0;
  };

  for (let index = 0; index < count; index += 1) {
    const aspect = shownAspect(aspects[index] ?? 1.5);
    const before = sum;
    sum += aspect;
    const height = fillHeight(index - start + 1, sum);
    if (height > targetHeight) continue;
    const heightBefore = index > start ? fillHeight(index - start, before) : Number.POSITIVE_INFINITY;
    // Whichever is nearer to the wish by ratio: this photo in the row, or at the head of the next.
    if (heightBefore / targetHeight < targetHeight / height) {
      close(index, heightBefore);
      sum = aspect;
      const alone = fillHeight(1, sum);
      if (alone <= targetHeight) close(index + 1, alone);
    } else {
      close(index + 1, height);
    }
  }
  // The last row is not stretched: two photos blown up to full width look like a mistake.
  if (start < count) close(count, Math.min(targetHeight, fillHeight(count - start, sum)));

  const rows = starts.length;
  const rowStart = new Uint32Array(rows + 1);
  const rowTop = new Float64Array(rows + 1);
  rowStart.set(starts);
  rowStart[rows] = count;
  let top = 0;
  heights.forEach((height, row) => {
    rowTop[row] = top;
    top += height + gap;
  });
  rowTop[rows] = top;
  return {
    width,
    gap,
    count,
    rows,
    rowStart,
    rowTop,
    rowHeight: Float64Array.from(heights),
    height: rows === 0 ? 0 : top - gap,
    aspects,
  };
}

/** The last entry of the sorted `values[0…length-1]` that is not above `wanted`; 0 where all are. */
function lastAtMost(values: ArrayLike<number>, length: number, wanted: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The row at a height, or the one above it where the height falls into a gap. */
export function rowAt(layout: GridLayout, y: number): number {
  return lastAtMost(layout.rowTop, layout.rows, y);
}

export function rowOfPhoto(layout: GridLayout, index: number): number {
  return lastAtMost(layout.rowStart, layout.rows, index);
}

export interface RowRange {
  first: number;
  /** Not part of the range. */
  end: number;
}

/** Rows that touch `top…bottom`. */
export function visibleRows(layout: GridLayout, top: number, bottom: number): RowRange {
  if (layout.rows === 0) return { first: 0, end: 0 };
  return { first: rowAt(layout, top), end: rowAt(layout, Math.max(top, bottom)) + 1 };
}

export interface Cell {
  index: number;
  left: number;
  width: number;
}

/** The photos of a row from left to right. Edges are whole pixels, and a filled row ends exactly at the width. */
export function cellsOfRow(layout: GridLayout, row: number): Cell[] {
  const first = layout.rowStart[row] ?? 0;
  const end = layout.rowStart[row + 1] ?? first;
  const height = layout.rowHeight[row] ?? 0;
  const shapes: number[] = [];
  let natural = 0;
  for (let index = first; index < end; index += 1) {
    const width = shownAspect(layout.aspects[index] ?? 1.5) * height;
    shapes.push(width);
    natural += width;
  }
  const room = layout.width - layout.gap * (end - first - 1);
  const isLast = row === layout.rows - 1;
  // Rounding of the height leaves a row a few pixels short or long; all of its photos share them.
  const scale = isLast && natural < room * 0.98 ? 1 : room / natural;
  let edge = 0;
  return shapes.map((shape, at) => {
    const left = Math.round(edge) + layout.gap * at;
    edge += shape * scale;
    return { index: first + at, left, width: Math.max(1, Math.round(edge) + layout.gap * at - left) };
  });
}
