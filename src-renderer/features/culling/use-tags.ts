import { useQuery } from '@tanstack/react-query';
import { count } from '../../lib/format/numbers.ts';
import { tagText } from '../../lib/format/tags.ts';
import { orpc } from '../../lib/rpc/client.ts';
import type { Suggestion } from '../../ui/suggest-field.tsx';

const NONE: Suggestion[] = [];

export const toSuggestions = (words: readonly { name: string; photos: number }[]): Suggestion[] =>
  [...words]
    .sort((a, b) => b.photos - a.photos)
    .map(({ name, photos }) => ({ value: name, text: tagText(name), aside: count(photos) }));

/** The tags of the library for completion, the most used first. */
export function useTagSuggestions(): Suggestion[] {
  return useQuery(orpc.photos.tags.queryOptions({ select: toSuggestions })).data ?? NONE;
}
