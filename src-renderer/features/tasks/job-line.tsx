import { useId, useRef, useState } from 'react';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { count, fraction, plural } from '../../lib/format/numbers.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { countsText, JOB_STATES } from '../../lib/texts/states.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { MassLossActions } from '../maintenance/mass-loss-actions.tsx';
import { ItemList } from './item-list.tsx';
import { JobActions } from './job-actions.tsx';
import { JobLog } from './job-log.tsx';
import styles from './step-list.module.css';
import { Waits } from './waits.tsx';

type Shown = 'log' | 'files' | null;

/** One part of a step: what it does, what it waits for, what can be done with it, its story and its files. */
export function JobLine({ job, task }: { job: Job; task: Task }) {
  const [shown, setShown] = useState<Shown>(null);
  const log = useRef<HTMLButtonElement>(null);
  const keptFocus = useKeptFocus(log);
  const moreId = useId();
  const { id, progress } = job;
  const toggle = (what: Exclude<Shown, null>) => () => setShown(shown === what ? null : what);
  return (
    <li
      className={styles.job}
      aria-label={`Part ${job.chunk + 1}, job ${count(id)}`}
      data-testid="job-line"
      data-job-id={id}
      data-state={job.state}
      {...keptFocus}
    >
      <div className={styles.jobHead}>
        <span>
          Part {job.chunk + 1}, job {count(id)}
        </span>
        <span>
          {JOB_STATES[job.state]} · {countsText(progress)}
        </span>
      </div>
      {job.state === 'running' && (
        <ProgressBar
          label={`Job ${id}`}
          value={job.discovering ? null : fraction(progress.processed, progress.total)}
        />
      )}
      <Waits work={job} testId="job-waits" />
      {job.attempt > 1 && (
        <p>
          Attempt {job.attempt} of {job.maxAttempts}.
        </p>
      )}
      {job.crashCount > 0 && (
        <p>
          Safelight ended {job.crashCount === 1 ? 'once' : `${count(job.crashCount)} times`} while it ran.
        </p>
      )}
      {job.error !== null && <p>{problemText(job.error).sentence}</p>}
      {job.error?.code === 'mass_loss' && <MassLossActions task={task} problem={job.error} />}
      {job.unstoredErrors > 0 && (
        <p data-testid="job-unstored">
          {plural(job.unstoredErrors, 'more reason')} {job.unstoredErrors === 1 ? 'is' : 'are'} in the log
          file.
        </p>
      )}
      <div className={styles.jobActions}>
        <JobActions job={job} />
        <Button
          ref={log}
          size="small"
          look="plain"
          aria-expanded={shown === 'log'}
          aria-controls={moreId}
          data-testid="job-log-toggle"
          onClick={toggle('log')}
        >
          {shown === 'log' ? 'Hide log' : 'Log'}
        </Button>
        {progress.total > 0 && (
          <Button
            size="small"
            look="plain"
            aria-expanded={shown === 'files'}
            aria-controls={moreId}
            data-testid="job-files-toggle"
            onClick={toggle('files')}
          >
            {shown === 'files' ? 'Hide files' : 'Files'}
          </Button>
        )}
      </div>
      <div id={moreId}>
        {shown === 'log' && <JobLog job={job} />}
        {shown === 'files' && (
          <ItemList task={{ id: task.id, state: task.state, progress }} jobId={id} states={null} />
        )}
      </div>
    </li>
  );
}
