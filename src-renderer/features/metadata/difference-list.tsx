import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { MetadataDifference } from '../../../src-preload/contract/metadata.ts';
import { shownPath } from '../../lib/format/path.ts';
import { FIELDS, fieldsText, READ_VERDICTS, valueText, WRITE_VERDICTS } from '../../lib/texts/metadata.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './difference-list.module.css';

const ICONS: Record<MetadataDifference['verdict'], IconName> = {
  take: 'import',
  merge: 'completion',
  pending: 'check',
  conflict: 'warning',
};

interface DifferenceListProps {
  differences: readonly MetadataDifference[];
  /** Which files say something new, where it is about writing. */
  writes?: JobItem['writes'];
}

/** Field by field: what the library says, what the file says, and which of it counts. */
export function DifferenceList({ differences, writes }: DifferenceListProps) {
  return (
    <ul className={styles.list} aria-label="Differences">
      {writes?.map(({ path, fields }) => (
        <li key={path} className={styles.write} data-testid="written-file">
          <Icon name="write" size={14} />
          <span>
            <strong>{shownPath(path)}</strong> {fieldsText(fields)}
          </span>
        </li>
      ))}
      {differences.map((difference) => (
        <Difference key={difference.field} difference={difference} isWriting={writes !== undefined} />
      ))}
    </ul>
  );
}

function Difference({ difference, isWriting }: { difference: MetadataDifference; isWriting: boolean }) {
  const { field, verdict, ours, theirs, becomes } = difference;
  const { short, why } = (isWriting ? WRITE_VERDICTS : READ_VERDICTS)[verdict];
  return (
    <li className={styles.difference} data-testid="difference" data-field={field} data-verdict={verdict}>
      <p className={styles.head}>
        <strong>{FIELDS[field]}</strong>
        <span className={styles.verdict}>
          <Icon name={ICONS[verdict]} size={14} />
          {short}
        </span>
      </p>
      <dl className={styles.values}>
        <dt>Library</dt>
        <dd>{valueText(field, ours)}</dd>
        <dt>{isWriting ? 'File before' : 'File'}</dt>
        <dd>{valueText(field, theirs)}</dd>
        {verdict === 'merge' && (
          <>
            <dt>Together</dt>
            <dd>{valueText(field, becomes)}</dd>
          </>
        )}
      </dl>
      <p className={styles.why}>{why}</p>
    </li>
  );
}
