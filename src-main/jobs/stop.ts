/**
 * Why a run stops before its work is done. cancel and hand_back tell the items at work to stop where they are; drain (a
 * pause) and park (what it needs is away) let them finish, and begin no more.
 */
export type Stop =
  | { why: 'cancel' | 'hand_back' | 'drain' }
  | { why: 'park'; reason: string; detail: string | null };

const STRENGTH = { drain: 0, park: 1, hand_back: 2, cancel: 3 } as const;

/** A stronger reason replaces a weaker one, never the other way round: a canceled job is not handed back. */
export function strongerStop(current: Stop | null, next: Stop): Stop {
  return current === null || STRENGTH[next.why] > STRENGTH[current.why] ? next : current;
}
