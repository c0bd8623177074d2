import { bytes, count, fraction, plural } from '../../lib/format/numbers.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './analysis-counter.module.css';
import type { AnalysisProgress } from './upload-flow.ts';

/** There from the first moment, before main has said anything: silence while a card is read looks like a hang. */
export function AnalysisCounter({ progress }: { progress: AnalysisProgress | null }) {
  const comparing = progress?.phase === 'comparing';
  return (
    <div className={styles.counter} data-testid="drop-counter">
      <p className={styles.figure}>
        {progress === null ? '0' : count(comparing ? progress.checked : progress.files)}
      </p>
      <p className={styles.what}>
        {comparing ? `of ${plural(progress.files, 'file')} compared with your library` : 'files found so far'}
        {progress !== null && progress.bytes > 0 && ` · ${bytes(progress.bytes)}`}
      </p>
      <ProgressBar
        label={comparing ? 'Comparing files' : 'Finding files'}
        value={comparing ? fraction(progress.checked, progress.files) : null}
      />
    </div>
  );
}
