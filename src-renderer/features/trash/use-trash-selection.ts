import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type ListSelection,
  NOTHING_SELECTED,
  type SelectionStep,
  selectionAfter,
  selectionWithin,
} from './trash-selection.ts';

interface Pages {
  hasNextPage: boolean;
  more(): void;
}

/** What is chosen in the trash. All of it means those entries that were not asked for yet, too: they are fetched. */
export function useTrashSelection(order: readonly number[], { hasNextPage, more }: Pages) {
  const [chosen, setChosen] = useState<ListSelection>(NOTHING_SELECTED);
  const [wantsAll, setWantsAll] = useState(false);
  const latest = useRef(order);
  latest.current = order;
  const select = useCallback((step: SelectionStep) => {
    setWantsAll(step.type === 'all');
    setChosen((before) => selectionAfter(selectionWithin(before, latest.current), step, latest.current));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes asks for the next one
  useEffect(() => {
    if (!wantsAll) return;
    if (hasNextPage) more();
    else select({ type: 'all' });
    if (!hasNextPage) setWantsAll(false);
  }, [wantsAll, hasNextPage, more, select, order.length]);
  return { selection: selectionWithin(chosen, order), select };
}
