import { useState } from 'react';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import { count, fraction, plural } from '../../lib/format/numbers.ts';
import { client } from '../../lib/rpc/client.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { countsText, JOB_STATES } from '../../lib/texts/states.ts';
import { pausedText, waitingText } from '../../lib/texts/waiting.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { JobLog } from './job-log.tsx';
import styles from './step-list.module.css';
import { useAction } from './use-action.ts';

const ENDED: readonly Job['state'][] = ['completed', 'failed', 'canceled'];

/** One part of a step: what it does, what it waits for, what can be done with it, and its story. */
export function JobLine({ job }: { job: Job }) {
  const [logOpen, setLogOpen] = useState(false);
  const { pending, run } = useAction();
  const { id } = job;
  const ended = ENDED.includes(job.state);
  return (
    <li className={styles.job} data-job-id={id}>
      <div className={styles.jobHead}>
        <span>
          Part {job.chunk + 1}, job {count(id)}
        </span>
        <span>
          {JOB_STATES[job.state]} · {countsText(job.progress)}
        </span>
      </div>
      {job.state === 'running' && (
        <ProgressBar
          label={`Job ${id}`}
          value={job.discovering ? null : fraction(job.progress.processed, job.progress.total)}
        />
      )}
      {job.waitingFor !== null && <p>{waitingText(job.waitingFor, Date.now())}.</p>}
      {job.paused !== null && <p>{pausedText(job.paused, Date.now())}.</p>}
      {job.crashCount > 0 && <p>Safelight ended {count(job.crashCount)} times while it ran.</p>}
      {job.error !== null && <p>{problemText(job.error).sentence}</p>}
      {job.unstoredErrors > 0 && (
        <p>The reasons of {plural(job.unstoredErrors, 'more failed file')} are in the log file only.</p>
      )}
      <div className={styles.jobActions}>
        {!ended && job.paused === null && (
          <Button
            size="small"
            look="plain"
            disabled={pending}
            onClick={() => run(() => client.jobs.pause({ id }))}
          >
            Pause
          </Button>
        )}
        {!ended && job.paused !== null && (
          <Button
            size="small"
            look="plain"
            disabled={pending}
            onClick={() => run(() => client.jobs.resume({ id }))}
          >
            Resume
          </Button>
        )}
        {!ended && (
          <Button
            size="small"
            look="plain"
            disabled={pending}
            onClick={() => run(() => client.jobs.cancel({ id }))}
          >
            Cancel
          </Button>
        )}
        {job.state === 'failed' && (
          <Button
            size="small"
            look="plain"
            disabled={pending}
            onClick={() => run(() => client.jobs.retry({ id }))}
          >
            Try again
          </Button>
        )}
        <Button size="small" look="plain" aria-expanded={logOpen} onClick={() => setLogOpen(!logOpen)}>
          {logOpen ? 'Hide log' : 'Log'}
        </Button>
      </div>
      {logOpen && <JobLog job={job} />}
    </li>
  );
}
