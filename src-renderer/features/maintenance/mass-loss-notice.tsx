import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/rpc/client.ts';
import { problemText } from '../../lib/texts/problems.ts';
import { hasEnded } from '../../lib/texts/states.ts';
import { Notice } from '../../ui/notice.tsx';
import { useTasks } from '../tasks/tasks.ts';
import styles from './mass-loss.module.css';
import { MassLossActions } from './mass-loss-actions.tsx';

const CHECKS = /^maintenance/;

/**
 * The tasks of maintenance are hidden unless asked for, but this question must not be: the last check stopped, because
 * more was missing than may vanish at once.
 */
export function MassLossNotice() {
  const tasks = useTasks(true).data?.tasks ?? [];
  const [last] = tasks
    .filter((task) => CHECKS.test(task.type) && hasEnded(task) && task.state !== 'canceled')
    .sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0));
  const failed = last?.state === 'failed' ? last : undefined;
  const { data } = useQuery(
    orpc.tasks.get.queryOptions({ input: { id: failed?.id ?? '' }, enabled: failed !== undefined }),
  );
  const loss = data?.jobs.find((job) => job.error?.code === 'mass_loss')?.error;
  if (failed === undefined || loss == null) return null;
  const { short, sentence } = problemText(loss);
  return (
    <div className={styles.place} data-testid="mass-loss">
      <Notice tone="warn" text={{ title: short, body: sentence }}>
        <MassLossActions task={failed} problem={loss} />
      </Notice>
    </div>
  );
}
