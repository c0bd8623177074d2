import styles from './progress-bar.module.css';

interface ProgressBarProps {
  label: string;
  /** 0…1, or null while nobody knows how much there is. */
  value: number | null;
  /** Part of the whole that failed, 0…1. Its text stands beside the bar, the colour only repeats it. */
  failed?: number;
  look?: 'running' | 'quiet';
}

export function ProgressBar({ label, value, failed = 0, look = 'running' }: ProgressBarProps) {
  return (
    <div
      className={`${styles.track} ${styles[look]}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === null ? {} : { 'aria-valuenow': Math.floor(value * 100) })}
    >
      {value === null ? (
        <div className={styles.unknown} />
      ) : (
        <>
          <div className={styles.done} style={{ width: `${Math.max(0, value - failed) * 100}%` }} />
          {failed > 0 && <div className={styles.failed} style={{ width: `${failed * 100}%` }} />}
        </>
      )}
    </div>
  );
}
