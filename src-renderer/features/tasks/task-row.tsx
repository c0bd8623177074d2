import { useEffect, useId, useRef, useState } from 'react';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { useView } from '../../app/view.ts';
import { fraction, percent } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { ago, duration, etaText } from '../../lib/format/time.ts';
import { countsText, hasEnded, taskStateText } from '../../lib/texts/states.ts';
import { askedByOther } from '../../lib/texts/waiting.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { MoreActions, PauseAction } from './task-actions.tsx';
import { TaskDetails } from './task-details.tsx';
import { taskIcon } from './task-icon.ts';
import styles from './task-row.module.css';
import { useCancelTask } from './use-cancel-task.ts';
import { Waits } from './waits.tsx';

export function TaskRow({ task, focused }: { task: Task; focused: boolean }) {
  const [open, setOpen] = useState(focused);
  const row = useRef<HTMLLIElement>(null);
  const expander = useRef<HTMLButtonElement>(null);
  const keptFocus = useKeptFocus(expander);
  const titleId = useId();
  const detailsId = useId();
  const { canceling, cancel } = useCancelTask(task);
  useEffect(() => {
    if (!focused) return;
    setOpen(true);
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  const wanted = useView((view) => view.taskToFocus === task.id);
  useEffect(() => {
    if (!wanted) return;
    setOpen(true);
    expander.current?.focus();
    useView.getState().set({ taskToFocus: null });
  }, [wanted]);
  const ended = hasEnded(task);
  const { total, processed, failed } = task.progress;
  const indefinite = !ended && (task.discovering || total === 0);
  const askedBy = askedByOther(task);
  return (
    <li
      ref={row}
      className={styles.row}
      aria-labelledby={titleId}
      data-testid="task-row"
      data-task-id={task.id}
      data-state={task.state}
      data-paused={task.paused !== null || undefined}
      data-waits={task.waitingFor?.reason}
      data-canceling={canceling || undefined}
      {...keptFocus}
    >
      <div className={styles.head}>
        <span className={styles.icon}>
          <Icon name={taskIcon(task, canceling)} />
        </span>
        <div id={titleId} className={styles.title}>
          <strong>{task.label}</strong>
          {task.projectName !== null && <span className={styles.place}>{shownPath(task.projectName)}</span>}
          {task.folder !== null && <Folder path={task.folder} />}
        </div>
        <PauseAction task={task} canceling={canceling} />
        {!ended && (
          <Button size="small" disabled={canceling} data-testid="task-cancel" onClick={cancel}>
            Cancel
          </Button>
        )}
        <IconButton
          ref={expander}
          icon="chevron"
          size="small"
          className={styles.expander}
          label={open ? 'Hide details' : 'Show details'}
          aria-expanded={open}
          aria-controls={detailsId}
          aria-describedby={titleId}
          data-testid="task-expand"
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
        {askedBy !== null && <span>{askedBy}</span>}
      </p>
      {!ended && !canceling && <Waits work={task} testId="task-waits" />}
      <MoreActions task={task} canceling={canceling} />
      <div id={detailsId}>{open && <TaskDetails task={task} />}</div>
    </li>
  );
}

/** Where it is too long, its beginning gives way: folders that are scanned differ at their ends. */
function Folder({ path }: { path: string }) {
  const cut = Math.max(0, path.lastIndexOf(baseName(path)) - 1);
  return (
    <span className={`${styles.place} ${styles.folder}`} title={shownPath(path)}>
      <span>{shownPath(path.slice(0, cut))}</span>
      <span>{shownPath(path.slice(cut))}</span>
    </span>
  );
}

function endText(task: Task): string {
  if (task.finishedAt === null) return '';
  const when = ago(task.finishedAt, Date.now());
  return task.startedAt === null ? when : `took ${duration(task.finishedAt - task.startedAt)}, ${when}`;
}
