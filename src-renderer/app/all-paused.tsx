import { useHoldAll } from '../features/tasks/use-queue.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './all-paused.module.css';

/** The pause of everything, where it is seen with the tasks closed too. A pause that is forgotten looks like a defect. */
export function AllPaused({ text }: { text: string }) {
  const holdAll = useHoldAll();
  return (
    <span className={styles.paused} data-testid="status-paused">
      <Icon name="paused" size={14} />
      <span className={styles.text} role="status" title={text}>
        {text}
      </span>
      <button type="button" className={styles.resume} onClick={() => holdAll(false)}>
        Resume
      </button>
    </span>
  );
}
