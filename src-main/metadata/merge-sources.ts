import { type Description, NOTHING, normalized } from './description.ts';

/** What one file says. What it does not say is null, or an empty list. */
export interface Said {
  rating: number | null;
  title: string | null;
  caption: string | null;
  subjects: readonly string[];
  hierarchical: readonly string[];
}

export interface Source {
  kind: 'sidecar' | 'embedded';
  said: Said;
}

/**
 * What the files of a photo say together: for each field, the first that says anything, in the order of the preference.
 * Keywords are one field: those of two files are not mixed, or a keyword that was removed from a sidecar would come back
 * from the picture for ever.
 */
export function mergeSources(
  sources: readonly Source[],
  preference: 'sidecar-first' | 'embedded-first',
): Description {
  const first = preference === 'sidecar-first' ? 'sidecar' : 'embedded';
  const ordered = [
    ...sources.filter(({ kind }) => kind === first),
    ...sources.filter(({ kind }) => kind !== first),
  ].map(({ said }) => said);
  const keywords = ordered.find((said) => said.subjects.length + said.hierarchical.length > 0);
  return normalized({
    rating: ordered.find(({ rating }) => rating !== null)?.rating ?? NOTHING.rating,
    title: ordered.find(({ title }) => title !== null)?.title ?? null,
    caption: ordered.find(({ caption }) => caption !== null)?.caption ?? null,
    subjects: [...(keywords?.subjects ?? [])],
    hierarchical: [...(keywords?.hierarchical ?? [])],
  });
}
