import type { ViewFilter } from '../../app/view.ts';

/** True where a decision, or a commit, may change what the view shows. */
export function filtersByDecision({ keep, ratingMin, tags, has, unwritten, conflict }: ViewFilter): boolean {
  return (
    unwritten === true ||
    conflict === true ||
    keep !== undefined ||
    ratingMin !== undefined ||
    (tags?.length ?? 0) > 0 ||
    has !== undefined
  );
}
