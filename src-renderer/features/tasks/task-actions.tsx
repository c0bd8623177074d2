import type { Task } from '../../../src-preload/contract/tasks.ts';
import { count } from '../../lib/format/numbers.ts';
import { client } from '../../lib/rpc/client.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useAction } from './use-action.ts';

/** From this on, nothing that a person could ask for goes before it. */
const FIRST = 100;

interface TaskActionsProps {
  task: Task;
  canceling: boolean;
  onCancel(): void;
}

/** What can be done with a task as it stands. */
export function TaskActions({ task, canceling, onCancel }: TaskActionsProps) {
  const { pending, run } = useAction();
  const { id } = task;
  const ended = hasEnded(task);
  const canRetry = task.retryable > 0 && task.state !== 'canceled' && !canceling;
  return (
    <>
      {canRetry && (
        <Button size="small" disabled={pending} onClick={() => run(() => client.tasks.retry({ id }))}>
          Retry {count(task.retryable)} failed
        </Button>
      )}
      {!ended && !canceling && (
        <>
          {task.priority < FIRST && task.state !== 'running' && (
            <IconButton
              icon="first"
              size="small"
              label="Do this first"
              disabled={pending}
              onClick={() => run(() => client.tasks.setPriority({ id, priority: FIRST }))}
            />
          )}
          {task.paused === null && task.state !== 'paused' ? (
            <IconButton
              icon="paused"
              size="small"
              label="Pause"
              disabled={pending}
              onClick={() => run(() => client.tasks.pause({ id }))}
            />
          ) : (
            <IconButton
              icon="resume"
              size="small"
              label="Resume"
              disabled={pending}
              onClick={() => run(() => client.tasks.resume({ id }))}
            />
          )}
        </>
      )}
      {!ended && (
        <Button size="small" disabled={canceling} onClick={onCancel}>
          Cancel
        </Button>
      )}
    </>
  );
}
