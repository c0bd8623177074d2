import { useQuery } from '@tanstack/react-query';
import { count } from '../../lib/format/numbers.ts';
import { tagText } from '../../lib/format/tags.ts';
import { orpc } from '../../lib/rpc/client.ts';
import type { Suggestion } from '../../ui/suggest-field.tsx';

const NONE: Suggestion[] = [];

const toSuggestions = (tags: readonly { name: string; photos: number }[]): Suggestion[] =>
  [...tags]
    .sort((a, b) => b.photos - a.photos)
    .map((tag) => ({ value: tag.name, label: tagText(tag.name), aside: count(tag.photos) }));

/** The tags of the library for completion, the most used first. */
export function useTagSuggestions(): Suggestion[] {
  return useQuery(orpc.photos.tags.queryOptions({ select: toSuggestions })).data ?? NONE;
}
