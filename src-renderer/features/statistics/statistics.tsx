import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommands } from '../../lib/commands/registry.tsx';
import { count, sharePercent } from '../../lib/format/numbers.ts';
import { duration } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { accuracyText } from '../../lib/texts/statistics.ts';
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
  const query = useQuery(orpc.jobs.stats.queryOptions({ input: { days: DAYS }, staleTime: 0 }));
  if (query.isError) return <Notice text={errorText(query.error)} />;
  if (query.data === undefined) return null;
  const { filesProcessed, successRate, meanItemMs, meanJobMs, days, jobs, eta } = query.data;
  if (filesProcessed === 0 && days.length === 0) {
    return (
      <div className={styles.content}>
        <p className={styles.empty} data-testid="statistics-empty">
          Nothing has been done in this library yet. Numbers appear with the first import.
        </p>
        <Schedules />
      </div>
    );
  }
  const accuracy = accuracyText(eta);
  const open = jobs.queued + jobs.running + jobs.scheduled + jobs.parked;
  return (
    <div className={styles.content}>
      <dl className={styles.totals}>
        <Total name="Files processed" value={count(filesProcessed)} />
        <Total name="Without failure" value={successRate === null ? '–' : sharePercent(successRate)} />
        <Total name="Mean time of a file" value={meanItemMs === null ? '–' : duration(meanItemMs)} />
        <Total name="Mean time of a job" value={meanJobMs === null ? '–' : duration(meanJobMs)} />
        <Total name="Jobs open now" value={count(open)} />
      </dl>
      <DayChart days={days} span={DAYS} />
      <StatsTables stats={query.data} />
      {accuracy !== null && (
        <p className={styles.note} data-testid="statistics-eta">
          {accuracy}
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
