import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommands } from '../../lib/commands/registry.tsx';
import { count } from '../../lib/format/numbers.ts';
import { duration } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DayChart } from './day-chart.tsx';
import { Schedules } from './schedules.tsx';
import styles from './statistics.module.css';
import { StatsTables } from './stats-tables.tsx';

const DAYS = 30;

/** What all work has come to: numbers that outlive the tasks they were counted from. */
export function Statistics() {
  const [open, setOpen] = useState(false);
  useCommands({ 'app.statistics': () => setOpen(true) });
  return (
    <Dialog open={open} onClose={() => setOpen(false)} width="wide" title="Statistics" testId="statistics">
      {open && <Content />}
    </Dialog>
  );
}

function Content() {
  const query = useQuery(orpc.jobs.stats.queryOptions({ input: { days: DAYS } }));
  if (query.isError) return <Notice text={errorText(query.error)} />;
  if (query.data === undefined) return null;
  const { filesProcessed, successRate, meanItemMs, meanJobMs, days, jobs, eta } = query.data;
  if (filesProcessed === 0 && days.length === 0) {
    return (
      <p className={styles.empty}>
        Nothing has been done in this library yet. Numbers appear with the first import.
      </p>
    );
  }
  const open = jobs.queued + jobs.running + jobs.scheduled + jobs.parked;
  return (
    <div className={styles.content}>
      <dl className={styles.totals}>
        <Total name="Files processed" value={count(filesProcessed)} />
        <Total
          name="Without failure"
          value={successRate === null ? '–' : `${(successRate * 100).toFixed(1)}%`}
        />
        <Total name="Mean time of a file" value={meanItemMs === null ? '–' : duration(meanItemMs)} />
        <Total name="Mean time of a job" value={meanJobMs === null ? '–' : duration(meanJobMs)} />
        <Total name="Jobs open now" value={count(open)} />
      </dl>
      <DayChart days={days} span={DAYS} />
      <StatsTables stats={query.data} />
      {eta !== null && (
        <p className={styles.note}>
          The time left was right in {Math.round(eta.withinRange * 100)}% of {count(eta.checked)} cases; half
          of the estimates were off by less than {Math.round(eta.medianError * 100)}%.
        </p>
      )}
      <Schedules />
    </div>
  );
}

function Total({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
