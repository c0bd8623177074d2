import type { JobStats } from '../../../src-preload/contract/jobs.ts';

/** The statistics as small tables for a terminal. */
export function statsLines(stats: JobStats): string[] {
  const { days, types, waits, eta } = stats;
  return [
    ...table(
      ['stored jobs', ''],
      Object.entries(stats.jobs).map(([state, count]) => [state, String(count)]),
    ).slice(1),
    ...table(
      ['of all time', ''],
      [
        ['items ended', String(stats.filesProcessed)],
        ['success rate', stats.successRate === null ? '–' : percent(stats.successRate)],
        ['mean time of an item', stats.meanItemMs === null ? '–' : duration(stats.meanItemMs)],
        ['mean time of a job', stats.meanJobMs === null ? '–' : duration(stats.meanJobMs)],
      ],
    ),
    ...table(
      ['day', 'jobs', 'failed jobs', 'items', 'failed items', 'work'],
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
      ['type', 'jobs', 'failed jobs', 'items', 'failed items', 'mean item', 'mean job'],
      types.map(({ type, jobs, items, meanItemMs, meanJobMs }) => [
        type,
        String(jobs.completed + jobs.failed + jobs.canceled),
        String(jobs.failed),
        String(items.succeeded + items.skipped + items.failed),
        String(items.failed),
        meanItemMs === null ? '–' : duration(meanItemMs),
        meanJobMs === null ? '–' : duration(meanJobMs),
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

/** Nothing at all where there are no rows: a heading over nothing says nothing. Numbers stand under their last digit. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
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
