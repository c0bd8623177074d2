import { type Description, isSame, LISTS, NOTHING, SCALARS } from './description.ts';

/**
 * What both sides agree on when a write was taken back: what they agreed on before it. What the files still say as they both
 * did last came in by other ways since, and both agree on it still: else it would seem to be new, and overrule what a person
 * says of it next. Pure.
 *
 * @param was before the write; null: never compared
 * @param now when it is taken back
 * @param said what the files say then; null where that could not be read
 */
export function knownBefore(
  was: Partial<Description> | null,
  now: Partial<Description> | null,
  said: Description | null,
): Partial<Description> | null {
  if (said === null || now === null) return was;
  const still = [...SCALARS, ...LISTS].filter(
    (field) => now[field] !== undefined && isSame(field, { ...NOTHING, ...now }, said),
  );
  if (was === null && still.length === 0) return null;
  return { ...was, ...Object.fromEntries(still.map((field) => [field, now[field]])) };
}
