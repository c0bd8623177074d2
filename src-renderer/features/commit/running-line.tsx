import type { Task } from '../../../src-preload/contract/tasks.ts';
import { goToTask } from '../../app/view.ts';
import { fraction } from '../../lib/format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './commit-bar.module.css';
import { runningText } from './commit-texts.ts';

/** A commit, or its undo, while it runs. */
export function RunningLine({ task }: { task: Task }) {
  const { processed, total, failed } = task.progress;
  const text = runningText(task);
  return (
    <div className={styles.bar} data-testid="commit-running">
      <span className={styles.text}>{text}</span>
      <span className={styles.progress}>
        <ProgressBar
          label={text}
          value={task.discovering || total === 0 ? null : fraction(processed, total)}
          failed={fraction(failed, total)}
        />
      </span>
      <Button size="small" onClick={() => goToTask(task.id)}>
        Details
      </Button>
    </div>
  );
}
