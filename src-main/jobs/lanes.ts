export type Lane = 'priority' | 'normal';

export interface LaneLimits {
  /** Jobs that run at once, both lanes together. */
  slots: number;
  /** Of these, kept free for the priority lane. */
  reservedForPriority: number;
}

export function laneOf(priority: number, threshold: number): Lane {
  return priority >= threshold ? 'priority' : 'normal';
}

/**
 * Lanes to claim from, best first, with what is running now. Priority work may borrow idle normal slots, but never the
 * last one while normal work waits; normal work never takes a reserved slot. So neither lane can starve the other.
 */
export function claimableLanes(
  running: Readonly<Record<Lane, number>>,
  waiting: Readonly<Record<Lane, boolean>>,
  limits: LaneLimits,
): Lane[] {
  const free = limits.slots - running.priority - running.normal;
  if (free <= 0) return [];
  const reserved = Math.min(limits.reservedForPriority, limits.slots - 1);
  const normalSlots = limits.slots - reserved;
  const lanes: Lane[] = [];
  const lastSlotBelongsToNormal =
    limits.slots > 1 && waiting.normal && running.normal === 0 && running.priority >= limits.slots - 1;
  if (waiting.priority && !lastSlotBelongsToNormal) lanes.push('priority');
  if (waiting.normal && running.normal < normalSlots) lanes.push('normal');
  return lanes;
}
