import { useQuery } from '@tanstack/react-query';
import { count } from '../../lib/format/numbers.ts';
import { tagOf, tagText } from '../../lib/format/tags.ts';
import { orpc } from '../../lib/rpc/client.ts';
import type { Suggestion } from '../../ui/suggest-field.tsx';

const NONE: Suggestion[] = [];

export const toSuggestions = (words: readonly { name: string; photos: number }[]): Suggestion[] =>
  [...words]
    .sort((a, b) => b.photos - a.photos)
    .map(({ name, photos }) => ({ value: name, text: tagText(name), aside: count(photos) }));

/**
 * What was typed or chosen, as tags: several are parted by commas, as in other programs. One that is there is meant as it
 * is, in whatever case it was typed, and with a comma in it, too.
 */
export function typedTags(typed: string, known: readonly Suggestion[]): string[] {
  const like = (text: string) => known.find(({ value }) => value.toLowerCase() === text.toLowerCase())?.value;
  const whole = like(typed);
  if (whole !== undefined) return [whole];
  const tags = typed.split(',').map(tagOf);
  return [...new Set(tags.filter((tag) => tag !== '').map((tag) => like(tag) ?? tag))];
}

/** The tags of the library for completion, the most used first. */
export function useTagSuggestions(): Suggestion[] {
  return useQuery(orpc.photos.tags.queryOptions({ select: toSuggestions })).data ?? NONE;
}
