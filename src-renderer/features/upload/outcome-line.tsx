import { type ReactNode, useId, useState } from 'react';
import type { FileOutcome } from '../../../src-preload/contract/upload.ts';
import { bytes as byteText, plural } from '../../lib/format/numbers.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { EntryList } from './entry-list.tsx';
import styles from './outcome-line.module.css';

interface OutcomeLineProps {
  analysisId: string;
  outcome: FileOutcome;
  /** Tells files of one outcome apart that are taken in from those that are not. Default: both. */
  taken?: boolean | undefined;
  icon: IconName;
  title: string;
  note: string;
  files: number;
  bytes: number;
  children?: ReactNode;
}

/** A kind of outcome, its size, and on demand each of its files. */
export function OutcomeLine({
  analysisId,
  outcome,
  taken,
  icon,
  title,
  note,
  files,
  bytes,
  children,
}: OutcomeLineProps) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  return (
    <li className={styles.line} data-outcome={outcome}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={listId}
        disabled={files === 0}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.icon}>
          <Icon name={icon} />
        </span>
        <span className={styles.text}>
          <strong>{title}</strong>
          <span className={styles.note}>{note}</span>
        </span>
        <span className={styles.size}>
          {files > 0 && plural(files, 'file') + (bytes > 0 ? ` · ${byteText(bytes)}` : '')}
        </span>
        <span className={styles.chevron}>{files > 0 && <Icon name="chevron" size={15} />}</span>
      </button>
      {children}
      <div id={listId}>{open && <EntryList {...{ analysisId, outcome, taken }} label={title} />}</div>
    </li>
  );
}
