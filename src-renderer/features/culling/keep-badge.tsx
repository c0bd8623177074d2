import type { Photo } from '../../../src-preload/contract/photos.ts';
import { Icon } from '../../ui/icon.tsx';
import { keepState } from './decision.ts';
import styles from './keep-badge.module.css';
import { KEEP_LABELS } from './labels.ts';

/**
 * What a commit would take away of the photo, in words: a sign for the trash and what stays. Nothing where all is kept.
 * Where there is no room for words the sign stands alone; what goes is struck out in the badge of the formats, too.
 */
export function KeepBadge({ photo }: { photo: Photo }) {
  const state = keepState(photo);
  if (state === 'kept') return null;
  return (
    <span className={styles.badge} data-keep={state} title={KEEP_LABELS[state]} data-testid="keep-badge">
      <Icon name={state === 'rejected' ? 'trash' : 'check'} size={12} />
      <span data-word>{KEEP_LABELS[state]}</span>
    </span>
  );
}
