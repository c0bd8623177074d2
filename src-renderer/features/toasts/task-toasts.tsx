import { useEffect } from 'react';
import { Toaster, toast } from 'sonner';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { announce } from '../../app/live-regions.tsx';
import { goToTask } from '../../app/view.ts';
import { readStored, writeStored } from '../../lib/stored.ts';
import { lookedText } from '../../lib/texts/metadata.ts';
import { dryRunText } from '../../lib/texts/scan.ts';
import { type ToastText, toastText } from '../../lib/texts/states.ts';
import { Icon } from '../../ui/icon.tsx';
import { isUndoable } from '../commit/change-tasks.ts';
import { undoChange } from '../commit/undo-commit.ts';
import { useConnection } from '../events/use-events.ts';
import { useLibrary } from '../library/library.ts';
import { useDryRuns } from '../scan/dry-runs.ts';
import { openResults } from '../scan/open-scan.ts';
import { useTasks } from '../tasks/tasks.ts';
import { newlyEnded, type SeenTasks, seenTasksFor } from './seen-tasks.ts';
import './toasts.css';

const KEY = 'seenTasks';

const isSeen = (value: unknown): value is SeenTasks =>
  typeof value === 'object' && value !== null && 'libraryId' in value && 'since' in value && 'keys' in value;

/** Says once how each task ended, wherever the news came from. */
export function TaskToasts() {
  const tasks = useTasks(false).data?.tasks;
  const libraryId = useLibrary().data?.id;
  const firstBatchAt = useConnection((connection) => connection.firstBatchAt);
  useEffect(() => {
    if (tasks === undefined || libraryId === undefined || firstBatchAt === null) return;
    const stored = seenTasksFor(libraryId, readStored(sessionStorage, KEY, isSeen), firstBatchAt);
    const { tell, seen } = newlyEnded(stored, tasks);
    writeStored(sessionStorage, KEY, seen);
    for (const task of tell) tellOf(task);
  }, [tasks, libraryId, firstBatchAt]);
  return (
    <Toaster
      position="bottom-right"
      visibleToasts={3}
      // Above the bars under the grid: what a toast covers there is what one wants to press next.
      offset={{ bottom: 112, right: 16 }}
      gap={10}
      toastOptions={{ unstyled: true }}
      icons={{
        success: <Icon name="done" />,
        error: <Icon name="failed" />,
        info: <Icon name="canceled" />,
      }}
    />
  );
}

function tellOf(task: Task): void {
  const text = endText(task);
  if (text === null) return;
  const options = { id: `task-${task.id}`, description: text.description, testId: 'toast' };
  if (task.state === 'failed') {
    announce(`${text.title}. ${text.description}`, 'assertive');
    toast.error(text.title, {
      ...options,
      duration: 12_000,
      action: {
        label: 'Show files',
        onClick: () => goToTask(task.id),
      },
    });
  } else if (task.state === 'canceled') {
    toast.info(text.title, { ...options, duration: 5000 });
  } else if (isUndoable(task)) {
    announce(`${text.title}. ${text.description}`);
    toast.success(text.title, {
      ...options,
      // Long enough to think twice. After that the bar under the grid, and the trash, still offer it.
      duration: 12_000,
      action: { label: 'Undo', onClick: () => void undoChange(task.id) },
    });
  } else if (task.type === 'batch_scan') {
    toast.success(text.title, {
      ...options,
      duration: 8000,
      action: { label: 'Show results', onClick: () => openResults(task.id) },
    });
  } else {
    toast.success(text.title, { ...options, duration: 5000 });
  }
}

/** What only looked has words of its own. Null where there is nothing to be told. */
function endText(task: Task): ToastText | null {
  if (useDryRuns.getState().runs.get(task.id) === 'preview') return null;
  if (task.state !== 'completed' || !task.dryRun) return toastText(task);
  return task.type === 'batch_scan' ? dryRunText(task.progress) : lookedText(task);
}
