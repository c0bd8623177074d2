import type { Task } from '../../../src-preload/contract/tasks.ts';
import { count, plural } from '../../lib/format/numbers.ts';
import { client } from '../../lib/rpc/client.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from './task-actions.module.css';
import { useAction } from './use-action.ts';

/** From this on, nothing that a person could ask for goes before it. */
const FIRST = 100;

interface TaskActionsProps {
  task: Task;
  /** Somebody has asked for its end; until then there is nothing else to be done with it. */
  canceling: boolean;
}

/** Pause or resume: the one that is always there while the task goes on. */
export function PauseAction({ task, canceling }: TaskActionsProps) {
  const run = useAction();
  const { id } = task;
  if (hasEnded(task) || canceling) return null;
  // A task is `paused` too where each of its jobs is; to resume it resumes them.
  return task.paused === null && task.state !== 'paused' ? (
    <IconButton
      icon="paused"
      size="small"
      label="Pause"
      data-testid="task-pause"
      onClick={() => run(() => client.tasks.pause({ id }), `${task.label} paused.`)}
    />
  ) : (
    <IconButton
      icon="resume"
      size="small"
      label="Resume"
      data-testid="task-resume"
      onClick={() => run(() => client.tasks.resume({ id }), `${task.label} goes on.`)}
    />
  );
}

/** What can be done with a task in some states only; nothing at all in the others. */
export function MoreActions({ task, canceling }: TaskActionsProps) {
  const run = useAction();
  const { id, retryable } = task;
  const canRetry = retryable > 0 && task.state !== 'canceled';
  const awaitsDrive = task.waitingFor?.reason === 'volume';
  const canGoFirst = task.priority < FIRST && goesBehindOthers(task);
  if (canceling || !(canRetry || awaitsDrive || canGoFirst)) return null;
  return (
    <div className={styles.more}>
      {canRetry && (
        <Button
          size="small"
          icon="retry"
          data-testid="task-retry"
          onClick={() =>
            run(() => client.tasks.retry({ id }), `${plural(retryable, 'item')} will be tried again.`)
          }
        >
          Retry {count(retryable)} failed
        </Button>
      )}
      {awaitsDrive && (
        <Button
          size="small"
          icon="search"
          data-testid="task-look-again"
          onClick={() => run(() => client.tasks.resume({ id }), 'Looking for the drive.')}
        >
          Look for it now
        </Button>
      )}
      {canGoFirst && (
        <Button
          size="small"
          icon="first"
          data-testid="task-first"
          onClick={() =>
            run(() => client.tasks.setPriority({ id, priority: FIRST }), `${task.label} goes first.`)
          }
        >
          Do this first
        </Button>
      )}
    </div>
  );
}

/** Whether a higher priority would change anything: not where a person or a drive holds it, nor where it is at work. */
function goesBehindOthers({ state, waitingFor }: Task): boolean {
  if (waitingFor === null) return state === 'queued';
  return waitingFor.reason === 'slot' || waitingFor.reason === 'limit' || waitingFor.reason === 'all_paused';
}
