import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { openPlan } from '../plans/open-plan.ts';

let last = '';

const keyOf = (target: ChangeTarget, asOf: number) => `${JSON.stringify(target)} ${asOf}`;

/** Shows the plan, and remembers of what state of things. `asOf`: when the numbers in the bar were told. */
export function previewCommit(target: ChangeTarget, asOf: number): void {
  last = keyOf(target, asOf);
  openPlan({ kind: 'commit', target });
}

/** True where the plan of this very state was looked at: nothing has changed since that one would have to see. */
export function wasPreviewed(target: ChangeTarget, asOf: number): boolean {
  return last === keyOf(target, asOf);
}
