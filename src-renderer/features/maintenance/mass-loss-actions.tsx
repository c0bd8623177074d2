import type { Problem } from '../../../src-preload/contract/files.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { showTasks } from '../../app/view.ts';
import { client } from '../../lib/rpc/client.ts';
import { massLossText } from '../../lib/texts/mass-loss.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../tasks/use-action.ts';
import styles from './mass-loss.module.css';

interface MassLossActionsProps {
  task: Pick<Task, 'id' | 'projectId'>;
  problem: Problem;
}

/** A check that stopped because too much was missing at once asks what is true: only a person can know. */
export function MassLossActions({ task, problem }: MassLossActionsProps) {
  const run = useAction();
  const accept = async () => showTasks((await client.maintenance.acceptLoss({ taskId: task.id })).taskId);
  const found = massLossText(problem);
  return (
    <>
      {found !== null && <p data-testid="mass-loss-found">{found}</p>}
      <div className={styles.actions}>
        <Button
          size="small"
          icon="retry"
          data-testid="mass-loss-again"
          onClick={() => run(() => lookAgain(task), 'Looking again.')}
        >
          Look again
        </Button>
        <Button
          size="small"
          data-testid="mass-loss-accept"
          onClick={() => run(accept, 'What is missing will be marked as missing.')}
        >
          They are gone on purpose
        </Button>
      </div>
    </>
  );
}

/** The same check once more; where nothing of it is left to be tried again, a new one. */
async function lookAgain({ id, projectId }: Pick<Task, 'id' | 'projectId'>): Promise<void> {
  try {
    await client.tasks.retry({ id });
    showTasks(id);
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (code !== 'NOTHING_TO_DO' && code !== 'NOT_FOUND') throw error;
    const { taskId } = await client.maintenance.run(projectId === null ? {} : { projectId });
    showTasks(taskId);
  }
}
