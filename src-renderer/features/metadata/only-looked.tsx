import type { Task } from '../../../src-preload/contract/tasks.ts';
import { showTasks } from '../../app/view.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../tasks/use-action.ts';
import styles from './only-looked.module.css';
import { startRead, useLooks } from './start-read.ts';

/** Over what a dry run found: that nothing was changed, and the way to have it done. Null for every other task. */
export function OnlyLooked({ task }: { task: Pick<Task, 'id' | 'state'> }) {
  const target = useLooks(({ looks }) => looks.get(task.id));
  const run = useAction();
  if (target === undefined) return null;
  const read = async () => showTasks((await startRead(target, false)) ?? undefined);
  return (
    <div className={styles.line} data-testid="only-looked">
      <span>This only shows what would change. Nothing was changed.</span>
      {hasEnded(task) && (
        <Button size="small" data-testid="only-looked-read" onClick={() => run(read, 'Reading metadata.')}>
          Read it now
        </Button>
      )}
    </div>
  );
}
