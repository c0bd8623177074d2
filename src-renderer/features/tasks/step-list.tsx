import type { InferClientOutputs } from '@orpc/client';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { Client } from '../../lib/rpc/client.ts';
import { STEP_STATES } from '../../lib/texts/states.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { JobLine } from './job-line.tsx';
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
