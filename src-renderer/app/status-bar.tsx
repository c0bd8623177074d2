import { useMemo } from 'react';
import { MissingPictures } from '../features/derivatives/missing-pictures.tsx';
import { useConnection } from '../features/events/use-events.ts';
import { usePhotoIndex } from '../features/grid/use-photo-index.ts';
import { useLibrary } from '../features/library/library.ts';
import { WaitingCount } from '../features/metadata/waiting-count.tsx';
import { summarizeWork, type WorkSummary } from '../features/tasks/task-list.ts';
import { useTasks } from '../features/tasks/tasks.ts';
import { useHoldAll, useQueue } from '../features/tasks/use-queue.ts';
import { runCommand, useCommands } from '../lib/commands/registry.tsx';
import { count, plural } from '../lib/format/numbers.ts';
import { etaText } from '../lib/format/time.ts';
import { problemText } from '../lib/texts/problems.ts';
import { allPausedText } from '../lib/texts/waiting.ts';
import { useNow } from '../lib/use-now.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { AllPaused } from './all-paused.tsx';
import styles from './status-bar.module.css';
import { useView } from './view.ts';

const MINUTE = 60_000;

/** What is shown, what is going on, and whether the lid may be closed now. */
export function StatusBar() {
  const photos = usePhotoIndex().shown.ids.length;
  const inPhotos = useView((view) => view.place === 'photos');
  const tasks = useTasks(false).data?.tasks;
  const work = useMemo(() => summarizeWork(tasks ?? []), [tasks]);
  const tasksOpen = useView((view) => view.tasksOpen);
  const halted = useLibrary().data?.halted ?? null;
  const { connected, firstBatchAt } = useConnection();
  const queue = useQueue();
  const paused = allPausedText(queue, useNow(MINUTE));
  const holdAll = useHoldAll();
  useCommands({ 'app.pauseAll': () => queue !== undefined && holdAll(queue.pauses.length === 0) });
  return (
    <footer className={styles.bar}>
      {inPhotos && <span className={styles.count}>{plural(photos, 'photo')}</span>}
      <WaitingCount />
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
      ) : paused !== null ? (
        <AllPaused text={paused} />
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
        {only === undefined ? `${count(work.active.length)} unfinished tasks` : only.label}
        {only?.eta != null && `, ${etaText(only.eta)}`}
      </span>
      <span className={styles.progress}>
        <ProgressBar label="All unfinished tasks" value={work.fraction} />
      </span>
    </>
  );
}
