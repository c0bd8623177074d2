const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function count(value: number): string {
  return whole.format(value);
}

/** `1 photo`, `1,200 photos`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Decimal units, as file managers and camera cards use them. */
export function bytes(value: number): string {
  let amount = value;
  let unit = 0;
  // 999.95 would print as "1,000 kB"; it is one of the next unit.
  while (amount >= 999.95 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? whole : tenths;
  return `${digits.format(amount)} ${unit === 0 && value === 1 ? 'byte' : UNITS[unit]}`;
}

/** Share done, 0…1. Zero of zero is 0, and it never leaves the range: "100.1 %" is a bug elsewhere, not here. */
export function fraction(done: number, total: number): number {
  if (total <= 0) return 0;
  return Math.min(1, Math.max(0, done / total));
}

/** A share, 0…1, in tenths of a percent, rounded down: one failure among 100,000 files is not "100%". */
export function sharePercent(share: number): string {
  return `${tenths.format(Math.floor(Math.min(1, Math.max(0, share)) * 1000 + 1e-6) / 10)}%`;
}

/** Whole percent, rounded down so that 100 % means all of it. */
export function percent(done: number, total: number): string {
  return `${Math.floor(fraction(done, total) * 100)}%`;
}
