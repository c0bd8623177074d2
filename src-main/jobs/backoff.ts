export interface BackoffPolicy {
  baseMs: number;
  capMs: number;
}

export const DEFAULT_BACKOFF: BackoffPolicy = { baseMs: 1_000, capMs: 5 * 60_000 };

/**
 * Milliseconds to wait before attempt `attempt + 1`: doubling, capped, and spread over the upper half, so that many
 * items that failed at one moment do not come back at one moment.
 * @param attempt tries so far, 1 or more
 * @param random 0…1
 */
export function backoffMs(attempt: number, random: number, policy: BackoffPolicy = DEFAULT_BACKOFF): number {
  const full = Math.min(policy.capMs, policy.baseMs * 2 ** (Math.max(1, attempt) - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
