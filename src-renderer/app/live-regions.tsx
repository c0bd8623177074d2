import { create } from 'zustand';
import styles from './live-regions.module.css';

interface Spoken {
  polite: string;
  assertive: string;
}

const useSpoken = create<Spoken>()(() => ({ polite: '', assertive: '' }));

/** Tells people who listen instead of look. `assertive` interrupts, so it is for failures only. */
export function announce(text: string, urgency: keyof Spoken = 'polite'): void {
  // The same text twice in a row is not spoken again unless the region differs.
  const same = useSpoken.getState()[urgency] === text;
  useSpoken.setState({ [urgency]: same ? `${text}\u00a0` : text });
}

export function LiveRegions() {
  const { polite, assertive } = useSpoken();
  return (
    <div className={styles.hidden}>
      <div aria-live="polite">{polite}</div>
      <div aria-live="assertive">{assertive}</div>
    </div>
  );
}
