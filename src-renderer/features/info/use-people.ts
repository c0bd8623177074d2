import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/rpc/client.ts';
import type { Suggestion } from '../../ui/suggest-field.tsx';
import { toSuggestions } from '../culling/use-tags.ts';

const NONE: Suggestion[] = [];

/** The people of the library for completion, those of the most photos first. */
export function usePeopleSuggestions(): Suggestion[] {
  return useQuery(orpc.photos.people.queryOptions({ select: toSuggestions })).data ?? NONE;
}
