import type { Task } from '../../src-preload/contract/tasks.ts';
import { openProgress, taskLine } from './progress.ts';
import type { Session } from './session.ts';

/**
 * Shows a task until it has ended. The first Ctrl-C cancels it cleanly and waits for that; the second ends the process
 * on the spot, which loses nothing either: the work goes on when the library is next opened.
 */
export async function watchTask({ app, client }: Session, taskId: string): Promise<Task> {
  const { engine } = app.library();
  const progress = openProgress();
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    engine.cancelTask(taskId, 'person');
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  const stop = new AbortController();
  const shown = (async () => {
    for await (const batch of app.events(stop.signal)) {
      const task = batch.tasks.find((candidate) => candidate.id === taskId);
      if (task !== undefined) progress.update(taskLine(task), task.progress.processed, task.progress.total);
    }
  })();
  try {
    await engine.taskEnded(taskId);
    return (await client.tasks.get({ id: taskId })).task;
  } finally {
    stop.abort();
    await shown;
    progress.end();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}
