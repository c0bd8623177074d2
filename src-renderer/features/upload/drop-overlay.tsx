import { Icon } from '../../ui/icon.tsx';
import styles from './drop-overlay.module.css';

/** While files are dragged over the window: what letting go would do. */
export function DropOverlay({ text }: { text: string }) {
  return (
    <div className={styles.overlay} data-testid="drop-overlay">
      <div className={styles.card}>
        <Icon name="import" size={36} />
        <p className={styles.where}>{text}</p>
        <p className={styles.calm}>You will see what is new before anything is copied.</p>
      </div>
    </div>
  );
}
