import type { DescriptionOutput } from '../workers/protocol.ts';
import { type Description, NOTHING, normalized } from './description.ts';

/** What one file says. What it does not say is null, or an empty list. */
export type Said = DescriptionOutput;

export interface Source {
  kind: 'sidecar' | 'embedded';
  said: Said;
}

export type ReadPreference = 'sidecar-first' | 'embedded-first';

/**
 * What the files of a photo say together: for each field, the first that says anything, in the order of the preference.
 * Keywords are one field: those of two files are not mixed, or a keyword that was removed from a sidecar would come back
 * from the picture for ever. A file that says outright that there is none has said something.
 */
export function mergeSources(sources: readonly Source[], preference: ReadPreference): Description {
  const ordered = inOrder(sources, preference);
  const text = (field: 'title' | 'caption') =>
    ordered.find((said) => said[field] !== null || said.emptied.includes(field))?.[field] ?? null;
  const keywords = ordered.find(
    (said) => said.subjects.length + said.hierarchical.length > 0 || said.emptied.includes('subjects'),
  );
  const people = ordered.find((said) => said.people.length > 0 || said.emptied.includes('people'));
  return normalized({
    rating: ordered.find(({ rating }) => rating !== null)?.rating ?? NOTHING.rating,
    title: text('title'),
    caption: text('caption'),
    takenAt: mergeTimes(ordered.flatMap(({ takenAt }) => takenAt ?? [])),
    position: ordered.find(({ position }) => position !== null)?.position ?? null,
    subjects: [...(keywords?.subjects ?? [])],
    hierarchical: [...(keywords?.hierarchical ?? [])],
    people: [...(people?.people ?? [])],
  });
}

function inOrder(sources: readonly Source[], preference: ReadPreference): Said[] {
  const first = preference === 'sidecar-first' ? 'sidecar' : 'embedded';
  return [
    ...sources.filter(({ kind }) => kind === first),
    ...sources.filter(({ kind }) => kind !== first),
  ].map(({ said }) => said);
}

const TO_THE_SECOND = 19;

/**
 * The first counts, in the words of the one that says most: programs copy the time into sidecars and leave out its offset
 * and its fraction of a second, which would then seem to have been removed.
 */
function mergeTimes(times: readonly string[]): string | null {
  const [first] = times;
  if (first === undefined) return null;
  const second = first.slice(0, TO_THE_SECOND);
  return times
    .filter((time) => time.startsWith(second))
    .reduce((most, time) => (time.length > most.length ? time : most));
}
