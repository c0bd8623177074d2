/** What is offered for when something runs by itself, in cron's notation of five fields, local time. */
export const SCHEDULES = [
  { cron: '0 * * * *', label: 'Every hour' },
  { cron: '0 3 * * *', label: 'Every night at 3:00' },
  { cron: '0 3 * * 1', label: 'Every week, on Monday at 3:00' },
] as const;

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** When something runs, in plain words where there are some: `Every day at 18:30`. */
export function scheduleText(cron: string | null): string {
  if (cron === null) return 'Only when asked to';
  const text = cron.trim().replaceAll(/\s+/g, ' ');
  return (
    SCHEDULES.find((schedule) => schedule.cron === text)?.label ?? plainText(text) ?? `By the clock: ${text}`
  );
}

/** The few forms that people write; null for all else. */
function plainText(cron: string): string | null {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.split(' ');
  if (day !== '*' || month !== '*') return null;
  if (weekday === '*' && hour === '*') {
    const every = /^\*\/(\d+)$/.exec(minute)?.[1];
    if (every !== undefined && 60 % Number(every) === 0) return `Every ${every} minutes`;
    return isNumber(minute) ? `Every hour, ${minute} minutes past` : null;
  }
  if (!isNumber(minute) || !isNumber(hour)) return null;
  const time = `${hour}:${minute.padStart(2, '0')}`;
  if (weekday === '*') return `Every day at ${time}`;
  const name = isNumber(weekday) ? DAYS[Number(weekday)] : undefined;
  return name === undefined ? null : `Every ${name} at ${time}`;
}

const isNumber = (field: string): boolean => /^\d{1,2}$/.test(field);
