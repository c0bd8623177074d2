import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import { type JobState, jobState } from '../../../src-preload/contract/states.ts';
import { count } from '../../lib/format/numbers.ts';
import { dayText, duration } from '../../lib/format/time.ts';
import { JOB_STATES, LANES } from '../../lib/texts/states.ts';
import styles from './statistics.module.css';
import { Table } from './table.tsx';

const mean = (ms: number | null) => (ms === null ? '–' : duration(ms));

/** The same in numbers: by day, by type of work, by state, and how long work waited. */
export function StatsTables({ stats }: { stats: JobStats }) {
  return (
    <>
      <details className={styles.days}>
        <summary>The days in numbers</summary>
        <Table
          title="Files of each day, latest first"
          testId="statistics-days"
          head={['Day', 'Done', 'Skipped', 'Failed', 'Jobs', 'Time at work']}
          rows={stats.days.toReversed().map(({ day, items, jobs, busyMs }) => ({
            key: day,
            cells: [
              dayText(day),
              count(items.succeeded),
              count(items.skipped),
              count(items.failed),
              count(ended(jobs)),
              duration(busyMs),
            ],
          }))}
        />
      </details>
      <Table
        title="By type of work"
        testId="statistics-types"
        head={['Work', 'Jobs', 'Jobs failed', 'Files', 'Files failed', 'Mean of a file', 'Mean of a job']}
        rows={stats.types.map(({ type, label, jobs, items, meanItemMs, meanJobMs }) => ({
          key: type,
          cells: [
            label,
            count(ended(jobs)),
            count(jobs.failed),
            count(items.succeeded + items.skipped + items.failed),
            count(items.failed),
            mean(meanItemMs),
            mean(meanJobMs),
          ],
        }))}
      />
      <Table
        title="Jobs that are kept now, by state"
        testId="statistics-states"
        head={['State', 'Jobs']}
        rows={jobState.options
          .filter((state) => stats.jobs[state] > 0)
          .map((state) => ({ key: state, cells: [stateName(state), count(stats.jobs[state])] }))}
      />
      <Table
        title="How long work waited to begin"
        testId="statistics-waits"
        head={['Lane', 'Jobs', 'Mean', 'Longest']}
        rows={stats.waits.map(({ lane, jobs, meanMs, longestMs }) => ({
          key: lane,
          cells: [LANES[lane], count(jobs), duration(meanMs), duration(longestMs)],
        }))}
      />
    </>
  );
}

const ended = (jobs: JobStats['days'][number]['jobs']) => jobs.completed + jobs.failed + jobs.canceled;

/** "Waiting" would be one word for two states that stand side by side here. */
const stateName = (state: JobState) => (state === 'parked' ? 'Waiting for a drive' : JOB_STATES[state]);
