/** Which entries of a list are chosen, and where its cursor stands. Places, as the list is one and does not change under it. */
export interface ListSelection {
  ids: ReadonlySet<number>;
  /** -1 before anything was pointed at. */
  cursor: number;
  /** Where a range began. */
  anchor: number;
}

export const NOTHING_SELECTED: ListSelection = { ids: new Set(), cursor: -1, anchor: -1 };

export type SelectionStep =
  /** The cursor goes there; with `extend`, everything from the anchor on is chosen. */
  | { type: 'move'; to: number; extend: boolean }
  /** The entry is chosen, or not any more. */
  | { type: 'toggle'; at: number }
  | { type: 'all' }
  | { type: 'none' };

/** @param order the ids as they are listed */
export function selectionAfter(
  selection: ListSelection,
  step: SelectionStep,
  order: readonly number[],
): ListSelection {
  switch (step.type) {
    case 'move': {
      if (order.length === 0) return selection;
      const to = Math.min(order.length - 1, Math.max(0, step.to));
      if (!step.extend) return { ...selection, cursor: to, anchor: to };
      const anchor = selection.anchor < 0 ? Math.max(0, selection.cursor) : selection.anchor;
      const [from, end] = anchor <= to ? [anchor, to] : [to, anchor];
      return { ids: new Set(order.slice(from, end + 1)), cursor: to, anchor };
    }
    case 'toggle': {
      const id = order[step.at];
      if (id === undefined) return selection;
      const ids = new Set(selection.ids);
      if (!ids.delete(id)) ids.add(id);
      return { ids, cursor: step.at, anchor: step.at };
    }
    case 'all':
      return { ...selection, ids: new Set(order) };
    case 'none':
      return { ...selection, ids: NOTHING_SELECTED.ids };
  }
}

/** What went away is not chosen any more; the cursor stays inside. */
export function selectionWithin(selection: ListSelection, order: readonly number[]): ListSelection {
  const known = new Set(order);
  const left = [...selection.ids].filter((id) => known.has(id));
  const last = order.length - 1;
  if (left.length === selection.ids.size && selection.cursor <= last && selection.anchor <= last)
    return selection;
  return {
    ids: new Set(left),
    cursor: Math.min(selection.cursor, last),
    anchor: Math.min(selection.anchor, last),
  };
}
