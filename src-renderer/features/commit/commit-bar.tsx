import { type RefObject, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { useCommands } from '../../lib/commands/registry.tsx';
import { client } from '../../lib/rpc/client.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { useConnection } from '../events/use-events.ts';
import { useTasks } from '../tasks/tasks.ts';
import { useAction } from '../tasks/use-action.ts';
import { lastCommit, runningChange } from './change-tasks.ts';
import styles from './commit-bar.module.css';
import { CommittedLine } from './committed-line.tsx';
import { PendingLine } from './pending-line.tsx';
import { previewCommit, wasPreviewed } from './previewed.ts';
import { RevertDialog } from './revert-dialog.tsx';
import { RunningLine } from './running-line.tsx';
import { usePending } from './use-pending.ts';

/**
 * Below the grid while what is wanted differs from what there is: what a commit would do, does, or did. `fallback` gets the
 * focus when the button that had it goes away by its own action.
 */
export function CommitBar({ fallback }: { fallback: RefObject<HTMLElement | null> }) {
  const kept = useKeptFocus(fallback);
  const { target, summary, asOf } = usePending();
  const tasks = useTasks(false).data?.tasks ?? [];
  const since = useConnection((connection) => connection.firstBatchAt);
  const [reverting, setReverting] = useState(false);
  const act = useAction();
  const preview = () => previewCommit(target, asOf);
  const commit = () => {
    // What was just looked at is not asked about again; anything else is looked at first.
    if (asOf === 0 || !wasPreviewed(target, asOf)) preview();
    else act(() => client.changes.commit({ target }), 'Commit has begun');
  };
  const running = runningChange(tasks);
  const committed = summary === null && running === null ? lastCommit(tasks, since) : null;
  useCommands({
    'plan.preview': () => (summary === null ? announce('There is nothing to commit') : preview()),
    'commit.commit': () => (summary === null ? announce('There is nothing to commit') : commit()),
    'commit.revert': () => summary !== null && setReverting(true),
  });
  return (
    <div className={styles.bars} {...kept}>
      {running !== null && <RunningLine task={running} />}
      {summary !== null && (
        <section className={styles.bar} aria-label="Changes to commit" data-testid="commit-bar">
          <PendingLine
            summary={summary}
            onPreview={preview}
            onCommit={commit}
            onRevert={() => setReverting(true)}
          />
        </section>
      )}
      {committed !== null && (
        <CommittedLine key={committed.id} task={committed} onClose={() => fallback.current?.focus()} />
      )}
      {reverting && summary !== null && (
        <RevertDialog target={target} photos={summary.photos} onClose={() => setReverting(false)} />
      )}
    </div>
  );
}
