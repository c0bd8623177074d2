import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { StepState } from '../../../src-preload/contract/states.ts';
import type { Task, TaskStep } from '../../../src-preload/contract/tasks.ts';
import { STEP_STATES } from '../../lib/texts/states.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { JobLine } from './job-line.tsx';
import styles from './step-list.module.css';

const STEP_ICONS: Record<StepState, IconName> = {
  pending: 'waiting',
  active: 'running',
  done: 'done',
  skipped: 'canceled',
};

interface StepListProps {
  task: Task;
  steps: readonly TaskStep[];
  jobs: readonly Job[];
}

export function StepList({ task, steps, jobs }: StepListProps) {
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
                <JobLine key={job.id} job={job} task={task} />
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
