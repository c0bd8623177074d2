import { useState } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { mediaUrl } from '../../lib/rpc/media-url.ts';
import styles from './loupe-stage.module.css';
import type { Placement } from './zoom.ts';

interface LoupePictureProps {
  photo: Photo;
  /** Null until the stage has a size, or where the preview has none that is known: fitted then. */
  placement: Placement | null;
}

/** The preview; until it is decoded the thumbnail stands in, so that turning pages never shows a blank. */
export function LoupePicture({ photo, placement }: LoupePictureProps) {
  const [sharp, setSharp] = useState(false);
  const { preview, thumbnail } = photo;
  const hasThumbnail = thumbnail.status === 'ready' && thumbnail.version !== null;
  const hasPreview = preview.status === 'ready' && preview.version !== null;
  return (
    <div className={styles.frame} style={placement ?? { inset: 0 }}>
      {hasThumbnail && !sharp && (
        <img
          className={styles.standIn}
          src={mediaUrl('thumbnail', photo.id, thumbnail.version)}
          alt=""
          draggable={false}
        />
      )}
      {hasPreview && (
        <img
          className={styles.picture}
          src={mediaUrl('preview', photo.id, preview.version)}
          alt={photo.name}
          draggable={false}
          data-testid="loupe-picture"
          onLoad={() => setSharp(true)}
        />
      )}
    </div>
  );
}
