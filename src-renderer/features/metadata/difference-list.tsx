import type { MetadataDifference } from '../../../src-preload/contract/metadata.ts';
import { FIELDS, VERDICTS, valueText } from '../../lib/texts/metadata.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './difference-list.module.css';

const ICONS: Record<MetadataDifference['verdict'], IconName> = {
  take: 'import',
  merge: 'completion',
  pending: 'check',
  conflict: 'warning',
};

/** Field by field: what the library says, what the file says, and which of it counts. */
export function DifferenceList({ differences }: { differences: readonly MetadataDifference[] }) {
  return (
    <ul className={styles.list} aria-label="Differences">
      {differences.map((difference) => (
        <Difference key={difference.field} difference={difference} />
      ))}
    </ul>
  );
}

function Difference({ difference }: { difference: MetadataDifference }) {
  const { field, verdict, ours, theirs, becomes } = difference;
  const { short, why } = VERDICTS[verdict];
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
        <dt>File</dt>
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
