import { type Description, isSame, NOTHING } from './description.ts';
import type { Difference } from './three-way.ts';
import type { WritePlan } from './write-plan.ts';

interface AfterWrite {
  known: Partial<Description>;
  /** What comes into the library: its part of what was merged, and the first that files say at all. */
  taken: Difference[];
  conflicts: Difference[];
}

/**
 * What is so when a plan was carried out, which takes a while. Pure.
 *
 * @param now what both sides agree on at this moment. Null where they were never compared: the first description of a photo
 *   comes with its pictures, and there is only one. What is known by then has to have come in by then. Where it is not what
 *   was known when the plan was made, a person decided about a conflict meanwhile.
 */
export function afterWrite(plan: WritePlan, now: Partial<Description> | null): AfterWrite {
  const known = { ...plan.known };
  const of = (verdict: Difference['verdict']) =>
    plan.differences.filter((difference) => difference.verdict === verdict);
  if (now === null) {
    for (const { field, theirs } of of('take')) Object.assign(known, { [field]: theirs });
    return { known, taken: [...of('take'), ...of('merge')], conflicts: of('conflict') };
  }
  const decided = new Set(
    [...of('conflict'), ...of('take')].flatMap(({ field }) =>
      isSame(field, { ...NOTHING, ...plan.known }, { ...NOTHING, ...now }) ? [] : [field],
    ),
  );
  for (const field of decided) Object.assign(known, { [field]: now[field] });
  return {
    known,
    taken: of('merge'),
    conflicts: of('conflict').filter(({ field }) => !decided.has(field)),
  };
}
