import type { InferClientOutputs } from '@orpc/client';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import { count, fraction } from '../../lib/format/numbers.ts';
import type { Client } from '../../lib/rpc/client.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { countsText, JOB_STATES, STEP_STATES } from '../../lib/texts/states.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './step-list.module.css';

type Step = InferClientOutputs<Client>['tasks']['get']['steps'][number];

const STEP_ICONS: Record<Step['state'], IconName> = {
  pending: 'waiting',
  active: 'running',
  done: 'done',
  skipped: 'canceled',
};

export function StepList({ steps, jobs }: { steps: readonly Step[]; jobs: readonly Job[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step.step}>
          <div className={styles.step}>
            <Icon name={STEP_ICONS[step.state]} size={15} />
            <span className={styles.label}>{step.label}</span>
            <span className={styles.state}>{STEP_STATES[step.state]}</span>
          </div>
          <ul>
            {jobs
              .filter((job) => job.step === step.step)
              .map((job) => (
                <JobLine key={job.id} job={job} />
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function JobLine({ job }: { job: Job }) {
  const reason = job.error;
  return (
    <li className={styles.job} data-job-id={job.id}>
      <div className={styles.jobHead}>
        <span>
          Part {job.chunk + 1}, job {count(job.id)}
        </span>
        <span>
          {JOB_STATES[job.state]} · {countsText(job.progress)}
        </span>
      </div>
      {job.state === 'running' && (
        <ProgressBar label={`Job ${job.id}`} value={fraction(job.progress.processed, job.progress.total)} />
      )}
      {job.attempt > 1 && (
        <p>
          Attempt {job.attempt} of {job.maxAttempts}
        </p>
      )}
      {job.crashCount > 0 && <p>The decoder was lost {count(job.crashCount)} times while it ran.</p>}
      {reason !== null && <p>{problemText(reason).sentence}</p>}
    </li>
  );
}
