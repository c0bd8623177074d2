import { keyLabel } from '../lib/commands/key-label.ts';
import styles from './keycaps.module.css';

const mac = navigator.userAgent.includes('Mac');

/** A key binding as keycaps. */
export function Keycaps({ binding }: { binding: string }) {
  return (
    <span className={styles.caps}>
      {keyLabel(binding, mac).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
