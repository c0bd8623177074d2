import type { JobStats } from '../../../src-preload/contract/jobs.ts';

export interface DayBar {
  day: string;
  succeeded: number;
  skipped: number;
  failed: number;
}

/** One entry for each of the last `span` days, oldest first: a day on which nothing was done is a gap, not left out. */
export function dayBars(days: JobStats['days'], span: number, today: Date): DayBar[] {
  const byDay = new Map(days.map((entry) => [entry.day, entry.items]));
  return Array.from({ length: span }, (_, index) => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (span - 1 - index));
    const day = localDay(date);
    const items = byDay.get(day);
    return {
      day,
      succeeded: items?.succeeded ?? 0,
      skipped: items?.skipped ?? 0,
      failed: items?.failed ?? 0,
    };
  });
}

export const totalOf = (bar: DayBar): number => bar.succeeded + bar.skipped + bar.failed;

function localDay(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
