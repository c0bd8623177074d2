import { IconButton } from './button.tsx';
import styles from './chip.module.css';

interface ChipProps {
  text: string;
  /** Something small after it. */
  aside?: string | undefined;
  /** What its button does, in full. */
  removeLabel: string;
  /** Tab leads to it. */
  isStop: boolean;
  onFocus(): void;
  onRemove(): void;
}

/** A word that can be taken away. */
export function Chip({ text, aside, removeLabel, isStop, onFocus, onRemove }: ChipProps) {
  return (
    <span className={styles.chip}>
      <span className={styles.text}>{text}</span>
      {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      <IconButton
        icon="close"
        size="small"
        className={styles.remove}
        label={removeLabel}
        tabIndex={isStop ? 0 : -1}
        aria-keyshortcuts="Delete"
        onFocus={onFocus}
        onClick={onRemove}
      />
    </span>
  );
}
