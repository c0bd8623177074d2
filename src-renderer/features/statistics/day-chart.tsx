import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import { count, plural } from '../../lib/format/numbers.ts';
import { type DayBar, dayBars, totalOf } from './day-bars.ts';
import styles from './statistics.module.css';

const WIDTH = 640;
const HEIGHT = 110;
const GAP = 3;

/** Files of each day as stacked bars: done solid, left out hollow, failed striped, so that no colour is needed to tell. */
export function DayChart({ days, span }: { days: JobStats['days']; span: number }) {
  const bars = dayBars(days, span, new Date());
  const most = Math.max(1, ...bars.map(totalOf));
  const all = bars.reduce((sum, bar) => sum + totalOf(bar), 0);
  const failed = bars.reduce((sum, bar) => sum + bar.failed, 0);
  const slot = WIDTH / bars.length;
  return (
    <figure className={styles.chart}>
      <figcaption>
        {plural(all, 'file')} in {span} days, at most {count(most)} a day
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Files of each day: ${plural(all, 'file')} in ${span} days, ${count(failed)} failed`}
      >
        <defs>
          <pattern
            id="failed-stripes"
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2" height="4" className={styles.stripe} />
          </pattern>
        </defs>
        {bars.map((bar, index) => (
          <Bar key={bar.day} bar={bar} x={index * slot + GAP / 2} width={slot - GAP} most={most} />
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={styles.axis} />
      </svg>
      <ul className={styles.legend}>
        <li data-part="succeeded">Done</li>
        <li data-part="skipped">Left out</li>
        <li data-part="failed">Failed</li>
      </ul>
    </figure>
  );
}

function Bar({ bar, x, width, most }: { bar: DayBar; x: number; width: number; most: number }) {
  const scale = (HEIGHT - 4) / most;
  let top = HEIGHT - 1;
  const parts = (['succeeded', 'skipped', 'failed'] as const).map((part) => {
    // One file of thousands is still to be seen.
    const height = bar[part] === 0 ? 0 : Math.max(2, bar[part] * scale);
    top -= height;
    return { part, y: top, height };
  });
  return (
    <g>
      <title>
        {bar.day}: {count(bar.succeeded)} done, {count(bar.skipped)} left out, {count(bar.failed)} failed
      </title>
      {parts.map(({ part, y, height }) => (
        <rect key={part} x={x} y={y} width={width} height={height} className={styles[part]} />
      ))}
    </g>
  );
}
