import { useState } from 'react';
import { useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { showPhoto } from '../grid/reveal-cursor.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { setAdvance, useAdvance } from './advance.ts';
import { keep, rate, undoStep } from './decide.ts';
import type { Keep } from './decision.ts';
import { tellOfDecision } from './last-decision.ts';
import { clearSelection, selectAll } from './selection.ts';
import { presentTargets } from './targets.ts';

const NOBODY = 'No photo is under the cursor, and none is selected';

/** The keys of culling, in the grid and in the loupe alike. */
export function useCullingCommands(shown: ShownPhotos) {
  const [tagging, setTagging] = useState<readonly number[] | null>(null);

  const decide = (decision: (ids: readonly number[]) => boolean) => () => {
    const { ids, selected } = presentTargets(shown);
    if (ids.length === 0) tellOfDecision(NOBODY, false);
    else if (decision(ids) && !selected && useAdvance.getState().on) advance(shown);
  };
  const keepAs = (choice: Keep) => decide((ids) => keep(ids, choice));
  const rateAs = (rating: number) =>
    decide((ids) => {
      rate(ids, rating);
      return true;
    });
  useCommands({
    'cull.reject': keepAs('reject'),
    'cull.jpgOnly': keepAs('jpgOnly'),
    'cull.rawOnly': keepAs('rawOnly'),
    'cull.both': keepAs('both'),
    'cull.all': keepAs('all'),
    'cull.rate0': rateAs(0),
    'cull.rate1': rateAs(1),
    'cull.rate2': rateAs(2),
    'cull.rate3': rateAs(3),
    'cull.rate4': rateAs(4),
    'cull.rate5': rateAs(5),
    'cull.undo': () => void undoStep().then((ids) => showUndone(ids, shown)),
    'cull.tags': () => {
      const { ids } = presentTargets(shown);
      if (ids.length === 0) tellOfDecision(NOBODY, false);
      else setTagging(ids);
    },
    'cull.advance': () => {
      const on = !useAdvance.getState().on;
      setAdvance(on);
      tellOfDecision(`Go on after a decision: ${on ? 'on' : 'off'}`, false);
    },
    'select.all': () => selectAll(shown.ids),
    'select.clear': clearSelection,
  });
  return { tagging, endTagging: () => setTagging(null) };
}

function advance(shown: ShownPhotos): void {
  const next = shown.ids[shown.indexOf(useView.getState().cursor) + 1];
  if (next !== undefined) showPhoto(next);
}

/** One sees what was undone: the cursor goes there, unless it stands on one of those photos already. */
function showUndone(ids: readonly number[], shown: ShownPhotos): void {
  const { cursor } = useView.getState();
  if (cursor !== null && ids.includes(cursor)) return;
  const first = ids.find((id) => shown.indexOf(id) >= 0);
  if (first !== undefined) showPhoto(first);
}
