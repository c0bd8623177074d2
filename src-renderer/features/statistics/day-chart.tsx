import { useId } from 'react';
import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import { count, plural } from '../../lib/format/numbers.ts';
import { dayText } from '../../lib/format/time.ts';
import { type DayBar, dayBars, totalOf } from './day-bars.ts';
import styles from './statistics.module.css';

const WIDTH = 640;
const HEIGHT = 110;
const GAP = 3;

/** Files of each day as stacked bars: done solid, skipped hollow, failed striped, so that no colour is needed to tell. */
export function DayChart({ days, span }: { days: JobStats['days']; span: number }) {
  const stripes = useId();
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
            id={stripes}
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2" height="4" className={styles.stripe} />
          </pattern>
        </defs>
        {bars.map((bar, index) => (
          <Bar
            key={bar.day}
            bar={bar}
            x={index * slot + GAP / 2}
            width={slot - GAP}
            most={most}
            stripes={stripes}
          />
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={styles.axis} />
      </svg>
      <div className={styles.ends} aria-hidden="true">
        <span>{dayText(bars[0]?.day ?? '')}</span>
        <span>{dayText(bars.at(-1)?.day ?? '')}</span>
      </div>
      <ul className={styles.legend}>
        <li data-part="succeeded">Done</li>
        <li data-part="skipped">Skipped</li>
        <li data-part="failed">Failed</li>
      </ul>
    </figure>
  );
}

interface BarProps {
  bar: DayBar;
  x: number;
  width: number;
  most: number;
  /** Id of the pattern for what failed. */
  stripes: string;
}

function Bar({ bar, x, width, most, stripes }: BarProps) {
  const scale = (HEIGHT - 8) / most;
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
        {dayText(bar.day)}: {count(bar.succeeded)} done, {count(bar.skipped)} skipped, {count(bar.failed)}{' '}
        failed
      </title>
      {parts.map(({ part, y, height }) => (
        <rect
          key={part}
          x={x}
          y={y}
          width={width}
          height={height}
          className={styles[part]}
          // Not in the style sheet: there `url(#…)` is looked for in the style sheet's own file.
          {...(part === 'failed' ? { fill: `url(#${stripes})` } : {})}
        />
      ))}
    </g>
  );
}
