import { runCommand } from '../../lib/commands/registry.tsx';
import { allPausedText } from '../../lib/texts/waiting.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './pause-all.module.css';
import { useHoldAll, useQueue } from './use-queue.ts';

const MINUTE = 60_000;

/** Holds everything back, or lets it go on. */
export function PauseAllButton() {
  const queue = useQueue();
  const paused = (queue?.pauses.length ?? 0) > 0;
  return (
    <IconButton
      icon={paused ? 'resume' : 'paused'}
      label={paused ? 'Resume all work' : 'Pause all work'}
      disabled={queue === undefined}
      data-testid="pause-all"
      onClick={() => runCommand('app.pauseAll')}
    />
  );
}

/** Says so where work is expected to go on, and does not. The status bar says it aloud. */
export function AllPausedNotice() {
  const text = allPausedText(useQueue(), useNow(MINUTE));
  const holdAll = useHoldAll();
  if (text === null) return null;
  return (
    <div className={styles.notice} data-testid="all-paused">
      <Icon name="paused" size={16} />
      <p>{text}</p>
      <Button size="small" onClick={() => holdAll(false)}>
        Resume
      </Button>
    </div>
  );
}
