import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { eventText } from '../../../src-preload/contract/event-texts.ts';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import { shownPath } from '../../lib/format/path.ts';
import { clockTime } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import styles from './step-list.module.css';

/** As many lines as a job keeps. */
const ALL = 1000;

/** The story of a job, oldest first. */
export function JobLog({ job }: { job: Job }) {
  // Asked for anew whenever the job has moved on.
  const moved = [
    job.state,
    job.attempt,
    job.crashCount,
    job.paused?.at,
    job.priority,
    job.runAt,
    job.progress.failed,
  ].join(' ');
  const query = useQuery({
    ...orpc.jobs.log.queryOptions({ input: { id: job.id, limit: ALL } }),
    queryKey: [...orpc.jobs.log.queryKey({ input: { id: job.id, limit: ALL } }), moved],
    // The lines so far stay while the new ones come.
    placeholderData: keepPreviousData,
  });
  if (query.isError) return <Notice text={errorText(query.error)} />;
  if (query.data?.lines.length === 0) return <p>Nothing is noted yet.</p>;
  return (
    <ol className={styles.log} data-testid="job-log">
      {query.data?.lines.map((line) => (
        <li key={line.id} data-level={line.level}>
          <time dateTime={new Date(line.at).toISOString()}>{clockTime(line.at)}</time>
          <span>{shownPath(eventText(line))}</span>
        </li>
      ))}
    </ol>
  );
}
