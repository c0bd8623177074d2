import type { Photo } from '../../../src-preload/contract/photos.ts';
import { formatBadge } from '../../lib/texts/photos.ts';
import { keepState } from './decision.ts';
import styles from './format-badge.module.css';

/** What there is of the photo, `RAW+JPG`; a half that a commit would remove is struck through. */
export function FormatBadge({ photo }: { photo: Photo }) {
  const badge = formatBadge(photo);
  if (badge === null) return null;
  const state = keepState(photo);
  return (
    <span className={styles.badge} data-testid="format-badge">
      {badge.split('+').map((part, at) => {
        const goes =
          state === 'rejected' || (state === 'jpg' && part === 'RAW') || (state === 'raw' && part !== 'RAW');
        return (
          <span key={part}>
            {at > 0 && '+'}
            {goes ? <s>{part}</s> : part}
          </span>
        );
      })}
    </span>
  );
}
