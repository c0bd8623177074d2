import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { fraction, percent } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { ago, duration, etaText } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { countsText, hasEnded, isCanceling, taskStateText } from '../../lib/texts/states.ts';
import { pausedText, waitingText } from '../../lib/texts/waiting.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskDetails } from './task-details.tsx';
import { taskIcon } from './task-icon.ts';
import styles from './task-row.module.css';

export function TaskRow({ task, focused }: { task: Task; focused: boolean }) {
  const [open, setOpen] = useState(focused);
  const row = useRef<HTMLLIElement>(null);
  const detailsId = useId();
  const cancel = useMutation(
    orpc.tasks.cancel.mutationOptions({
      onError: (error) => {
        const { title, body } = errorText(error);
        toast.error(title, { description: body, testId: 'toast' });
      },
    }),
  );
  useEffect(() => {
    if (!focused) return;
    setOpen(true);
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  const ended = hasEnded(task);
  const canceling = isCanceling(task) || (cancel.isPending && !ended);
  const { total, processed, failed } = task.progress;
  const indefinite = !ended && (task.discovering || total === 0);
  return (
    <li
      ref={row}
      className={styles.row}
      data-testid="task-row"
      data-task-id={task.id}
      data-state={task.state}
      data-canceling={canceling || undefined}
    >
      <div className={styles.head}>
        <span className={styles.icon}>
          <Icon name={taskIcon(task, canceling)} />
        </span>
        <div className={styles.title}>
          <strong>{task.label}</strong>
          {task.projectName !== null && <span className={styles.project}>{shownPath(task.projectName)}</span>}
        </div>
        <TaskActions task={task} canceling={canceling} onCancel={() => cancel.mutate({ id: task.id })} />
        <IconButton
          icon="chevron"
          size="small"
          className={styles.expander}
          label={open ? 'Hide details' : 'Show details'}
          aria-expanded={open}
          aria-controls={detailsId}
          onClick={() => setOpen(!open)}
        />
      </div>
      {!ended && (
        <ProgressBar
          label={`${task.label}, progress`}
          value={indefinite ? null : fraction(processed, total)}
          failed={fraction(failed, total)}
          look={task.state === 'running' && !canceling ? 'running' : 'quiet'}
        />
      )}
      <p className={styles.line}>
        <span className={styles.state}>{canceling ? 'Canceling…' : taskStateText(task)}</span>
        <span>{countsText(task.progress)}</span>
        {!ended && !indefinite && <span>{percent(processed, total)}</span>}
        {!ended && !canceling && task.eta !== null && <span>{etaText(task.eta)}</span>}
        {ended && <span>{endText(task)}</span>}
      </p>
      {!ended && !canceling && task.waitingFor !== null && (
        <p className={styles.waits} data-testid="task-waits">
          {task.paused === null ? '' : `${pausedText(task.paused, Date.now())}. `}
          {waitingText(task.waitingFor, Date.now())}.
        </p>
      )}
      <div id={detailsId}>{open && <TaskDetails task={task} />}</div>
    </li>
  );
}

function endText(task: Task): string {
  if (task.finishedAt === null) return '';
  const when = ago(task.finishedAt, Date.now());
  return task.startedAt === null ? when : `took ${duration(task.finishedAt - task.startedAt)}, ${when}`;
}
