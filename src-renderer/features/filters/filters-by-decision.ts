import type { ViewFilter } from '../../app/view.ts';

/** True where a key of culling, or a commit, may change what the view shows. */
export function filtersByDecision({ keep, ratingMin, tags, has }: ViewFilter): boolean {
  return keep !== undefined || ratingMin !== undefined || (tags?.length ?? 0) > 0 || has !== undefined;
}
