import type { Task } from '../../../src-preload/contract/tasks.ts';
import { showTasks } from '../../app/view.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../tasks/use-action.ts';
import styles from './only-looked.module.css';
import { startMetadata, useLooks } from './start-metadata.ts';

/** Over what a dry run found: that nothing was changed, and the way to have it done. Null for every other task. */
export function OnlyLooked({ task }: { task: Pick<Task, 'id' | 'type' | 'state' | 'dryRun'> }) {
  const look = useLooks(({ looks }) => looks.get(task.id));
  const run = useAction();
  if (!task.dryRun) return null;
  const isWriting = task.type === 'metadata_write';
  const act = async () =>
    look !== undefined &&
    showTasks((await startMetadata(isWriting ? 'write' : 'import', look, false)) ?? undefined);
  return (
    <div className={styles.line} data-testid="only-looked">
      <span>
        {isWriting
          ? 'This only shows what would be written. Nothing was written.'
          : 'This only shows what would change. Nothing was changed.'}
      </span>
      {hasEnded(task) && look !== undefined && (
        <Button
          size="small"
          data-testid="only-looked-act"
          onClick={() => run(act, isWriting ? 'Writing metadata.' : 'Reading metadata.')}
        >
          {isWriting ? 'Write it now' : 'Read it now'}
        </Button>
      )}
    </div>
  );
}
