import { useEffect } from 'react';
import { Toaster, toast } from 'sonner';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { readStored, writeStored } from '../../lib/stored.ts';
import { lookedText } from '../../lib/texts/metadata.ts';
import { toastText } from '../../lib/texts/states.ts';
import { Icon } from '../../ui/icon.tsx';
import { isUndoable } from '../commit/change-tasks.ts';
import { undoChange } from '../commit/undo-commit.ts';
import { useConnection } from '../events/use-events.ts';
import { useLibrary } from '../library/library.ts';
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
  const looked = task.dryRun && task.state === 'completed';
  const text = looked ? lookedText(task) : toastText(task);
  if (text === null) return;
  const options = { id: `task-${task.id}`, description: text.description, testId: 'toast' };
  if (task.state === 'failed') {
    announce(`${text.title}. ${text.description}`, 'assertive');
    toast.error(text.title, {
      ...options,
      duration: 12_000,
      action: {
        label: 'Show files',
        onClick: () => showTasks(task.id),
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
  } else {
    toast.success(text.title, { ...options, duration: 5000 });
  }
}
