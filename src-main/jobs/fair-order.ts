/** So many points of priority halve the share of a lane's claims that other work gets. */
const POINTS_PER_DOUBLING = 10;

/**
 * The turn of a new job in its lane: start-time fair queueing. A lane is served in order of `turn`, smallest first, and
 * a job's turn is one step behind the later of two marks: the turn that the lane has reached, and the last turn that
 * the job's own task was given. That one number, fixed when the job is queued and read off an index, gives all of
 *
 * - first come, first served within a task;
 * - round robin between tasks of one priority: fifty chunks take fifty turns, and who comes later gets in between;
 * - priority: ten points more halve the step, so that an urgent job comes before all that wait, except those which have
 *   let many others pass already;
 * - ageing: each claim moves the lane on, and what waits does not move, so that nothing waits for ever. Work with
 *   priority 50 lets at most 2^5 claims with priority 100 pass for each of its own.
 */
export function turnAfter(marks: { lane: number; task: number | null; priority: number }): number {
  return Math.max(marks.lane, marks.task ?? 0) + 2 ** (-marks.priority / POINTS_PER_DOUBLING);
}
