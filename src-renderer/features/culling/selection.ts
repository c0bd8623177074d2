import { create } from 'zustand';
import { useView } from '../../app/view.ts';

interface Selection {
  ids: ReadonlySet<number>;
  /** Where a range began: the photo that the next Shift+arrow or Shift+click counts from. */
  anchor: number | null;
}

const NOTHING: ReadonlySet<number> = new Set();

export const useSelection = create<Selection>()(() => ({ ids: NOTHING, anchor: null }));

export function isSelected(id: number): (selection: Selection) => boolean {
  return (selection) => selection.ids.has(id);
}

export function clearSelection(): void {
  if (useSelection.getState().ids.size > 0 || useSelection.getState().anchor !== null)
    useSelection.setState({ ids: NOTHING, anchor: null });
}

/** Adds the photo to the selection, or takes it out. */
export function toggleSelected(id: number): void {
  const ids = new Set(useSelection.getState().ids);
  if (!ids.delete(id)) ids.add(id);
  useSelection.setState({ ids, anchor: id });
}

/** Everything from the anchor (or else the cursor) to `index`, and nothing else. */
export function selectUpTo(
  ids: readonly number[],
  indexOf: (id: number | null) => number,
  index: number,
): void {
  const { anchor } = useSelection.getState();
  const anchored = indexOf(anchor);
  const start = anchored >= 0 ? anchored : Math.max(0, indexOf(useView.getState().cursor));
  const [from, to] = start <= index ? [start, index] : [index, start];
  useSelection.setState({ ids: new Set(ids.slice(from, to + 1)), anchor: ids[start] ?? null });
}

export function selectAll(ids: readonly number[]): void {
  useSelection.setState({ ids: new Set(ids), anchor: useSelection.getState().anchor });
}

/** Takes out what is not shown any more: keys never act on photos that the view does not have. */
export function keepSelected(isShown: (id: number) => boolean): void {
  const { ids, anchor } = useSelection.getState();
  const left = [...ids].filter(isShown);
  if (left.length === ids.size) return;
  useSelection.setState({ ids: left.length === 0 ? NOTHING : new Set(left), anchor });
}
