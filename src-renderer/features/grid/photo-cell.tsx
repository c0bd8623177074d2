import { memo } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { shownPath } from '../../lib/format/path.ts';
import { formatBadge, photoLabel } from '../../lib/texts/photos.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './photo-cell.module.css';
import { usePhoto } from './photos.ts';
import { Thumbnail } from './thumbnail.tsx';

interface PhotoCellProps {
  id: number;
  /** From 1, for screen readers. */
  column: number;
  left: number;
  width: number;
  isCursor: boolean;
  onPlace(id: number): void;
  onOpen(id: number): void;
}

export const PhotoCell = memo(function PhotoCell({
  id,
  column,
  left,
  width,
  isCursor,
  onPlace,
  onOpen,
}: PhotoCellProps) {
  const photo = usePhoto(id);
  const status = photo?.thumbnail.status ?? 'pending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see PhotoGrid
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the grid do the same, from the command table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
    <div
      role="gridcell"
      id={`photo-${id}`}
      className={styles.cell}
      style={{ left, width }}
      aria-colindex={column}
      aria-label={photo === undefined ? 'Loading' : photoLabel(photo)}
      data-testid="photo-cell"
      data-photo-id={id}
      data-thumbnail={status}
      data-cursor={isCursor || undefined}
      onClick={() => onPlace(id)}
      onDoubleClick={() => onOpen(id)}
    >
      {photo === undefined ? null : status === 'ready' && photo.thumbnail.version !== null ? (
        <Thumbnail id={id} version={photo.thumbnail.version} />
      ) : (
        <NoPicture photo={photo} />
      )}
      {photo !== undefined && <Marks photo={photo} />}
    </div>
  );
});

/** What stands where a picture will be, or where none can be. */
function NoPicture({ photo }: { photo: Photo }) {
  const { status, reason } = photo.thumbnail;
  if (status === 'pending') return <div className={styles.pending} />;
  const text = reason === null ? null : failureText(reason);
  const icon: IconName =
    status === 'failed'
      ? 'broken'
      : reason?.code === 'video'
        ? 'video'
        : status === 'ready'
          ? 'photos'
          : 'noPreview';
  return (
    <div className={`${styles.none} ${status === 'failed' ? styles.failed : ''}`}>
      <Icon name={icon} size={26} />
      {text !== null && <span className={styles.short}>{text.short}</span>}
      <span className={styles.reason}>{text?.sentence}</span>
    </div>
  );
}

function Marks({ photo }: { photo: Photo }) {
  const badge = formatBadge(photo);
  const pictureShown = photo.thumbnail.status === 'ready';
  return (
    <>
      {photo.damage !== null && pictureShown && (
        <span className={styles.damage} title={problemText(photo.damage).sentence}>
          <Icon name="warning" size={14} />
          {problemText(photo.damage).short}
        </span>
      )}
      <div className={styles.caption} data-always={!pictureShown || undefined}>
        <span className={styles.name}>{shownPath(photo.name)}</span>
      </div>
      {badge !== null && <span className={styles.badge}>{badge}</span>}
    </>
  );
}
