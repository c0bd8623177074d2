import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { JobState, StepState } from '../../../src-preload/contract/states.ts';
import type { Task, TaskStep } from '../../../src-preload/contract/tasks.ts';
import { JOB_STATES, STEP_STATES } from '../../lib/texts/states.ts';
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
      {steps.map((step) => {
        const own = jobs.filter((job) => job.step === step.step);
        const waits = step.state === 'active' ? waitsAs(own) : null;
        return (
          <li key={step.step}>
            <div className={styles.step}>
              <Icon name={waits === null ? STEP_ICONS[step.state] : 'waiting'} size={15} />
              <span className={styles.label}>{step.label}</span>
              <span className={styles.state}>
                {waits === null ? STEP_STATES[step.state] : JOB_STATES[waits]}
              </span>
            </div>
            <ul>
              {own.map((job) => (
                <JobLine key={job.id} job={job} task={task} />
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

/** A step is active as soon as its jobs are stored. As what they wait, or null where one of them is at work. */
function waitsAs(jobs: readonly Job[]): JobState | null {
  if (jobs.some(({ state }) => state === 'running')) return null;
  return jobs.find(({ finishedAt }) => finishedAt === null)?.state ?? null;
}
