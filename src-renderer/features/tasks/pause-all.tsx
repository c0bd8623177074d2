import { client } from '../../lib/rpc/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './pause-all.module.css';
import { allPausedText, useQueue } from './queue.ts';
import { useAction } from './use-action.ts';

/** Holds everything back, or lets it go on. */
export function PauseAllButton() {
  const queue = useQueue();
  const { pending, run } = useAction();
  const paused = (queue?.pauses.length ?? 0) > 0;
  return (
    <IconButton
      icon={paused ? 'resume' : 'paused'}
      label={paused ? 'Resume all work' : 'Pause all work'}
      aria-pressed={paused}
      disabled={pending || queue === undefined}
      data-testid="pause-all"
      onClick={() => run(() => (paused ? client.jobs.resumeAll() : client.jobs.pauseAll()))}
    />
  );
}

/** Says so where work is expected to go on, and does not. */
export function AllPausedNotice() {
  const text = allPausedText(useQueue(), Date.now());
  const { pending, run } = useAction();
  if (text === null) return null;
  return (
    <div className={styles.notice} role="status" data-testid="all-paused">
      <Icon name="paused" size={16} />
      <p>{text}</p>
      <Button size="small" disabled={pending} onClick={() => run(() => client.jobs.resumeAll())}>
        Resume
      </Button>
    </div>
  );
}
