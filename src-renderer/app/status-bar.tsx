import { useMemo } from 'react';
import { MissingPictures } from '../features/derivatives/missing-pictures.tsx';
import { useConnection } from '../features/events/use-events.ts';
import { usePhotoIndex } from '../features/grid/use-photo-index.ts';
import { useLibrary } from '../features/library/library.ts';
import { allPausedText, useQueue } from '../features/tasks/queue.ts';
import { summarizeWork, type WorkSummary } from '../features/tasks/task-list.ts';
import { useTasks } from '../features/tasks/tasks.ts';
import { runCommand } from '../lib/commands/registry.tsx';
import { count, plural } from '../lib/format/numbers.ts';
import { etaText } from '../lib/format/time.ts';
import { problemText } from '../lib/texts/problems.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import styles from './status-bar.module.css';
import { useView } from './view.ts';

/** What is shown, what is going on, and whether the lid may be closed now. */
export function StatusBar() {
  const photos = usePhotoIndex().shown.ids.length;
  const tasks = useTasks(false).data?.tasks;
  const work = useMemo(() => summarizeWork(tasks ?? []), [tasks]);
  const tasksOpen = useView((view) => view.tasksOpen);
  const halted = useLibrary().data?.halted ?? null;
  const { connected, firstBatchAt } = useConnection();
  const paused = allPausedText(useQueue(), Date.now());
  return (
    <footer className={styles.bar}>
      <span className={styles.count}>{plural(photos, 'photo')}</span>
      <MissingPictures idle={tasks !== undefined && work.active.length === 0} />
      {!connected && firstBatchAt !== null && (
        <span className={styles.lost} role="status">
          <Icon name="warning" size={14} />
          Reconnecting to Safelight’s engine…
        </span>
      )}
      <span className={styles.space} />
      {halted !== null ? (
        <span className={styles.lost} role="status">
          <Icon name="warning" size={14} />
          Work stands still. {problemText(halted).sentence}
        </span>
      ) : paused !== null && work.active.length > 0 ? (
        <span className={styles.safe} role="status">
          <Icon name="paused" size={14} />
          {paused}
        </span>
      ) : (
        <span className={styles.safe}>
          <Icon name="shield" size={14} />
          {work.active.length > 0
            ? `Safe to close: continues at ${count(work.processed)} of ${count(work.total)}`
            : 'All work is done'}
        </span>
      )}
      <button
        type="button"
        className={styles.work}
        aria-label="Tasks"
        aria-pressed={tasksOpen}
        data-testid="tasks-toggle"
        onClick={() => runCommand('app.tasks')}
      >
        {work.active.length > 0 ? <Running work={work} /> : <Icon name="tasks" size={15} />}
        Tasks
      </button>
    </footer>
  );
}

function Running({ work }: { work: WorkSummary }) {
  const only = work.active.length === 1 ? work.active[0] : undefined;
  return (
    <>
      <span className={styles.label}>
        {only === undefined ? `${count(work.active.length)} tasks running` : only.label}
        {only?.eta != null && `, ${etaText(only.eta)}`}
      </span>
      <span className={styles.progress}>
        <ProgressBar label="All running tasks" value={work.fraction} />
      </span>
    </>
  );
}
