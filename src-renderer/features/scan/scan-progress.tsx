import type { ScanReport } from '../../../src-preload/contract/batch.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { goToTask } from '../../app/view.ts';
import { fraction, percent } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { duration, etaText } from '../../lib/format/time.ts';
import { reportText } from '../../lib/texts/scan.ts';
import { countsText, hasEnded, isCanceling, taskStateText } from '../../lib/texts/states.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { taskIcon } from '../tasks/task-icon.ts';
import { Waits } from '../tasks/waits.tsx';
import styles from './scan-progress.module.css';

interface ScanProgressProps {
  report: ScanReport;
  /** Called when one goes on to another task. */
  onLeave(): void;
}

/** How far a scan is, and the tasks that do what it was asked for. */
export function ScanProgress({ report, onLeave }: ScanProgressProps) {
  const { task, counts, params, follows } = report;
  const ended = hasEnded(task);
  const indefinite = task.discovering || counts.total === 0;
  return (
    <section
      className={styles.progress}
      aria-label="Progress"
      data-testid="scan-progress"
      data-state={task.state}
    >
      <p className={styles.phase}>
        <Icon name={taskIcon(task, isCanceling(task))} size={16} />
        <span data-testid="scan-phase">{reportText(report)}</span>
      </p>
      {!ended && (
        <ProgressBar
          label="Scan, progress"
          value={indefinite ? null : fraction(counts.processed, counts.total)}
          failed={fraction(counts.failed, counts.total)}
          look={task.state === 'running' && !isCanceling(task) ? 'running' : 'quiet'}
        />
      )}
      <p className={styles.line}>
        <span>{taskStateText(task)}</span>
        <span>{countsText(counts)}</span>
        {!ended && !indefinite && <span>{percent(counts.processed, counts.total)}</span>}
        {!ended && task.eta !== null && <span>{etaText(task.eta)}</span>}
        {task.startedAt !== null && task.finishedAt !== null && (
          <span>took {duration(task.finishedAt - task.startedAt)}</span>
        )}
        {params.dryRun && <strong>Dry run: nothing is changed</strong>}
      </p>
      {!ended && <Waits work={task} testId="scan-waits" />}
      <FollowList follows={follows} onShow={onLeave} />
    </section>
  );
}

/** What a scan has started, with the way to it. */
export function FollowList({ follows, onShow }: { follows: readonly Task[]; onShow?: () => void }) {
  if (follows.length === 0) return null;
  return (
    <ul className={styles.follows} aria-label="Started by this scan">
      {follows.map((task) => (
        <li key={task.id} className={styles.follow} data-testid="scan-follow" data-state={task.state}>
          <Icon name={taskIcon(task, isCanceling(task))} size={15} />
          <span className={styles.what}>
            {task.label}
            {task.projectName !== null && ` · ${shownPath(task.projectName)}`}
          </span>
          <span className={styles.how}>
            {taskStateText(task)} · {countsText(task.progress)}
            {!hasEnded(task) &&
              !task.discovering &&
              task.progress.total > 0 &&
              ` · ${percent(task.progress.processed, task.progress.total)}`}
          </span>
          <Button
            size="small"
            look="plain"
            aria-label={`Show the task ${task.label}`}
            onClick={() => {
              onShow?.();
              goToTask(task.id);
            }}
          >
            Show
          </Button>
        </li>
      ))}
    </ul>
  );
}
