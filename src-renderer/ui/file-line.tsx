import type { ReactNode } from 'react';
import { baseName, folderOf, shownPath } from '../lib/format/path.ts';
import styles from './file-line.module.css';

interface FileLineProps {
  path: string;
  /** Why it is not as one would expect. */
  reason: string | null;
  aside?: ReactNode;
}

/** One file: its name, below it the reason or else its folder, and something small at the end. */
export function FileLine({ path, reason, aside }: FileLineProps) {
  return (
    <div className={styles.line} title={shownPath(path)}>
      <div className={styles.text}>
        <div className={styles.name}>{shownPath(baseName(path))}</div>
        <div className={reason === null ? styles.folder : styles.reason}>
          {reason ?? shownPath(folderOf(path))}
        </div>
      </div>
      <div className={styles.aside}>{aside}</div>
    </div>
  );
}
