import { type MouseEvent, memo } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { shownPath } from '../../lib/format/path.ts';
import { tagText } from '../../lib/format/tags.ts';
import { photoLabel } from '../../lib/texts/photos.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { keepState } from '../culling/decision.ts';
import { FormatBadge } from '../culling/format-badge.tsx';
import { KeepBadge } from '../culling/keep-badge.tsx';
import { RatingStars } from '../culling/rating-stars.tsx';
import { isSelected, useSelection } from '../culling/selection.ts';
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
  onPlace(id: number, event: MouseEvent): void;
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
  const selected = useSelection(isSelected(id));
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
      data-selected={selected || undefined}
      data-keep={photo === undefined ? undefined : keepState(photo)}
      aria-selected={selected}
      onClick={(event) => onPlace(id, event)}
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
  const pictureShown = photo.thumbnail.status === 'ready';
  return (
    <>
      <div className={styles.top}>
        <span className={styles.tick}>
          <Icon name="check" size={13} />
        </span>
        {photo.damage !== null && pictureShown && (
          <span className={styles.damage} title={problemText(photo.damage).sentence}>
            <Icon name="warning" size={14} />
            {problemText(photo.damage).short}
          </span>
        )}
        <span className={styles.keep}>
          <KeepBadge photo={photo} />
        </span>
      </div>
      <div className={styles.caption} data-always={!pictureShown || undefined}>
        <span className={styles.name}>{shownPath(photo.name)}</span>
      </div>
      <div className={styles.bottom}>
        <span className={styles.marks}>
          <RatingStars rating={photo.rating} />
          {photo.unwritten && (
            <span className={styles.tags} title="Not written to its files yet" data-testid="cell-unwritten">
              <Icon name="write" size={12} />
            </span>
          )}
          {photo.conflict && (
            <span className={styles.conflict} title="Contradicts its files" data-testid="cell-conflict">
              <Icon name="conflict" size={15} />
            </span>
          )}
          {photo.tags.length > 0 && (
            <span className={styles.tags} title={photo.tags.map(tagText).join(', ')} data-testid="cell-tags">
              <Icon name="tag" size={12} />
              {photo.tags.length}
            </span>
          )}
        </span>
        <span className={styles.format}>
          <FormatBadge photo={photo} />
        </span>
      </div>
    </>
  );
}
