import {
  type Description,
  type Field,
  LISTS,
  type ListField,
  SCALARS,
  type ScalarField,
} from './description.ts';

/**
 * take: only the disk changed · merge: both changed a list, and both changes are kept · pending: only the library changed ·
 * conflict: both changed a field, each in its own way.
 */
export type Verdict = 'take' | 'merge' | 'pending' | 'conflict';

export interface Difference {
  field: Field;
  verdict: Verdict;
  ours: unknown;
  theirs: unknown;
  /** What the library is to say after an import. */
  becomes: unknown;
}

/**
 * Compares what the library says with what the disk says, in the light of what both said when they last agreed. Pure.
 * Nothing is decided that somebody would have to be asked about.
 *
 * @param base without the fields that they never agreed on: then what one of them leaves empty was never said, and is no
 *   change
 * @param reach what of the disk was read: without all of it, what it does not say any more was not taken away
 */
export function compareThreeWay(
  base: Partial<Description>,
  ours: Description,
  theirs: Description,
  reach: Reach = 'all',
): Difference[] {
  return [
    ...SCALARS.flatMap((field) => compareScalar(field, base, ours, theirs, reach)),
    ...LISTS.flatMap((field) => compareList(field, base, ours, theirs, reach)),
  ];
}

/**
 * all: every file that a photo ever had · no-picture: one that stood for it is in the trash or missing, so that what is left
 * may be silent · no-sidecar: a sidecar is, so that what is left may even say what was there before it.
 */
export type Reach = 'all' | 'no-picture' | 'no-sidecar';

function compareScalar(
  field: ScalarField,
  base: Partial<Description>,
  ours: Description,
  theirs: Description,
  reach: Reach,
): Difference[] {
  const [own, other] = [ours[field], theirs[field]];
  if (own === other) return [];
  const tell = (verdict: Verdict, becomes: unknown): Difference[] => [
    { field, verdict, ours: own, theirs: other, becomes },
  ];
  if (base[field] === undefined) {
    if (isEmpty(own)) return tell('take', other);
    return isEmpty(other) ? tell('pending', own) : tell('conflict', own);
  }
  if (other === base[field] || (reach !== 'all' && isEmpty(other))) return tell('pending', own);
  if (reach === 'no-sidecar' && !isEmpty(own)) return tell('conflict', own);
  return own === base[field] ? tell('take', other) : tell('conflict', own);
}

function compareList(
  field: ListField,
  base: Partial<Description>,
  ours: Description,
  theirs: Description,
  reach: Reach,
): Difference[] {
  const [own, other] = [ours[field], theirs[field]];
  if (isSame(own, other)) return [];
  const known = base[field] ?? own.filter((name) => other.includes(name));
  const isSpoken = reach === 'all' || (reach === 'no-picture' && other.length > 0);
  const removed = new Set([
    ...known.filter((name) => !own.includes(name)),
    ...(isSpoken ? known.filter((name) => !other.includes(name)) : []),
  ]);
  const becomes = [...new Set([...own, ...other])].filter((name) => !removed.has(name)).sort();
  const verdict = isSame(becomes, own) ? 'pending' : isSame(becomes, other) ? 'take' : 'merge';
  return [{ field, verdict, ours: own, theirs: other, becomes }];
}

const isEmpty = (value: unknown): boolean => value === null || value === 0;
const isSilent = (value: unknown): boolean => (Array.isArray(value) ? value.length === 0 : isEmpty(value));

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at]);

/**
 * What is known after an import. Of a conflict nothing new is known: it stays one until somebody decides. What only a file
 * said that is out of reach was taken away by nobody: what the library has of it waits to be written to one that is left.
 */
export function knownAfter(
  base: Partial<Description>,
  theirs: Description,
  differences: readonly Difference[],
  reach: Reach = 'all',
): Partial<Description> {
  const verdicts = new Map(differences.map(({ field, verdict }) => [field, verdict]));
  const known: Partial<Description> = { ...theirs };
  for (const field of [...SCALARS, ...LISTS]) {
    const isUnsaid = reach !== 'all' && isSilent(theirs[field]);
    if (!isUnsaid && verdicts.get(field) !== 'conflict') continue;
    delete known[field];
    const isOnlyOurs = isUnsaid && verdicts.has(field);
    if (!isOnlyOurs && base[field] !== undefined) Object.assign(known, { [field]: base[field] });
  }
  return known;
}
