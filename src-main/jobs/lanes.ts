import type { Lane } from '../../src-preload/contract/states.ts';

export type { Lane };

export interface LaneLimits {
  /** Jobs that run at once, both lanes together. */
  slots: number;
  /** Of these, kept free for the priority lane. */
  reservedForPriority: number;
}

export interface LaneLoad {
  running: Readonly<Record<Lane, number>>;
  /** Whether a lane has a job that may begin now. */
  waiting: Readonly<Record<Lane, boolean>>;
  /** Claims of the priority lane in a row, while normal work waited. */
  priorityStreak: number;
}

/** With a single slot there is nothing to reserve: of so many claims in a row at most, the next one is normal work's. */
export const LONGEST_PRIORITY_STREAK = 4;

export function laneOf(priority: number, threshold: number): Lane {
  return priority >= threshold ? 'priority' : 'normal';
}

/**
 * Lanes to claim from, best first, with what is running now. Priority work may borrow idle normal slots, but never the
 * last one while normal work waits; normal work never takes a reserved slot. So neither lane can starve the other.
 */
export function claimableLanes(load: LaneLoad, limits: LaneLimits): Lane[] {
  const { running, waiting } = load;
  const free = limits.slots - running.priority - running.normal;
  if (free <= 0) return [];
  const reserved = Math.min(limits.reservedForPriority, limits.slots - 1);
  const normalSlots = limits.slots - reserved;
  const lanes: Lane[] = [];
  if (waiting.priority && !lastSlotIsForNormal(load, limits)) lanes.push('priority');
  if (waiting.normal && running.normal < normalSlots) lanes.push('normal');
  return lanes;
}

function lastSlotIsForNormal({ running, waiting, priorityStreak }: LaneLoad, { slots }: LaneLimits): boolean {
  if (!waiting.normal || running.normal > 0) return false;
  if (slots === 1) return priorityStreak >= LONGEST_PRIORITY_STREAK;
  return running.priority >= slots - 1;
}
