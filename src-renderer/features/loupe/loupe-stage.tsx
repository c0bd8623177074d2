import { useState } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { mediaUrl } from '../../lib/rpc/media-url.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './loupe-stage.module.css';

/** The preview, fitted; until it is decoded the thumbnail stands in, so that turning pages never shows a blank. */
export function LoupeStage({ photo }: { photo: Photo }) {
  const [sharp, setSharp] = useState(false);
  const { preview, thumbnail } = photo;
  const hasThumbnail = thumbnail.status === 'ready' && thumbnail.version !== null;
  const hasPreview = preview.status === 'ready' && preview.version !== null;
  if (!hasThumbnail && !hasPreview) return <NoPicture photo={photo} />;
  return (
    <div className={styles.stage}>
      {/* Not larger than the preview is: a picture of 600 px that fills the screen looks out of focus. */}
      <div className={styles.frame} style={limits(photo)}>
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
      {photo.damage !== null && (
        <p className={styles.damage}>
          <Icon name="warning" size={16} />
          {problemText(photo.damage).sentence}
        </p>
      )}
    </div>
  );
}

function limits({ preview }: Photo) {
  return preview.width === null || preview.height === null
    ? {}
    : { maxWidth: preview.width, maxHeight: preview.height };
}

function NoPicture({ photo }: { photo: Photo }) {
  const { status, reason } = photo.thumbnail;
  const text = reason === null ? null : failureText(reason);
  return (
    <div className={styles.none}>
      <Icon name={status === 'failed' ? 'broken' : reason?.code === 'video' ? 'video' : 'photos'} size={54} />
      <p className={styles.title}>
        {status === 'pending' ? 'The preview is being made' : (text?.short ?? 'Nothing to show')}
      </p>
      {text !== null && <p>{text.sentence}</p>}
      {status === 'failed' && <p>The file itself is kept as it is.</p>}
    </div>
  );
}
