import type { JobStats } from '../../../src-preload/contract/jobs.ts';

/** The statistics as small tables for a terminal. */
export function statsLines(stats: JobStats): string[] {
  const { days, types, waits, eta } = stats;
  return [
    ...Object.entries(stats.jobs).map(([state, count]) => `${state.padEnd(10)} ${count}`),
    `items ended ${stats.filesProcessed}`,
    ...(stats.successRate === null ? [] : [`success rate ${percent(stats.successRate)}`]),
    ...(stats.meanItemMs === null ? [] : [`mean time of an item ${duration(stats.meanItemMs)}`]),
    ...(stats.meanJobMs === null ? [] : [`mean time of a job ${duration(stats.meanJobMs)}`]),
    ...table(
      ['day', 'jobs', 'failed', 'items', 'failed', 'work'],
      days.map(({ day, jobs, items, busyMs }) => [
        day,
        String(jobs.completed + jobs.failed + jobs.canceled),
        String(jobs.failed),
        String(items.succeeded + items.skipped + items.failed),
        String(items.failed),
        duration(busyMs),
      ]),
    ),
    ...table(
      ['type', 'jobs', 'items', 'failed', 'mean item'],
      types.map(({ type, jobs, items, meanItemMs }) => [
        type,
        String(jobs.completed + jobs.failed + jobs.canceled),
        String(items.succeeded + items.skipped + items.failed),
        String(items.failed),
        meanItemMs === null ? '' : duration(meanItemMs),
      ]),
    ),
    ...table(
      ['lane', 'jobs', 'mean wait', 'longest wait'],
      waits.map(({ lane, jobs, meanMs, longestMs }) => [
        lane,
        String(jobs),
        duration(meanMs),
        duration(longestMs),
      ]),
    ),
    ...(eta === null
      ? []
      : [
          '',
          `time left: right in ${percent(eta.withinRange)} of ${eta.checked} checks, off by ${percent(eta.medianError)} (median)`,
        ]),
  ];
}

/** Nothing at all where there are no rows: a heading over nothing says nothing. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return ['', line(head), ...rows.map(line)];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 90 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
