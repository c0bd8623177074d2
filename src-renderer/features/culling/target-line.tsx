import { useEffect, useRef } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { count, plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { usePhoto } from '../grid/photos.ts';
import type { Targets } from './targets.ts';

/** Says whom the keys are about before one of them is pressed. */
export function TargetLine({ targets, total }: { targets: Targets; total: number }) {
  const { selected, ids } = targets;
  const photo = usePhoto(selected ? null : (ids[0] ?? null));
  const chosen = selected ? ids.length : 0;
  const said = useRef(0);
  // The photo under the cursor is spoken by the grid itself; what is selected, nobody else would tell.
  useEffect(() => {
    if (chosen === said.current) return;
    announce(chosen === 0 ? 'None selected' : `${plural(chosen, 'photo')} selected`);
    said.current = chosen;
  }, [chosen]);
  const text = selected
    ? `${count(chosen)} of ${plural(total, 'photo')} selected`
    : ids.length === 0
      ? 'No photo'
      : shownPath(photo?.name ?? '1 photo');
  return (
    <span data-testid="cull-target" title={text}>
      {text}
    </span>
  );
}
