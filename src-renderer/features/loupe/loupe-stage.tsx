import type { RefObject } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { Icon } from '../../ui/icon.tsx';
import { keepState } from '../culling/decision.ts';
import { LoupePicture } from './loupe-picture.tsx';
import styles from './loupe-stage.module.css';
import type { LoupeZoom } from './use-loupe-zoom.ts';

interface LoupeStageProps {
  ref: RefObject<HTMLDivElement | null>;
  /** Undefined while it is loaded. */
  photo: Photo | undefined;
  zoom: LoupeZoom;
}

/** Where the picture is looked at. Lives on from photo to photo, so that the zoom does too. */
export function LoupeStage({ ref, photo, zoom }: LoupeStageProps) {
  const hasPicture = photo?.thumbnail.status === 'ready' || photo?.preview.status === 'ready';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys + - z and the button above do the same
    <div
      ref={ref}
      className={styles.stage}
      data-keep={photo === undefined ? undefined : keepState(photo)}
      data-zoomed={zoom.zoom.scale !== null || undefined}
      data-testid="loupe-stage"
      onDoubleClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        zoom.toggle({ x: event.clientX - box.left, y: event.clientY - box.top });
      }}
      {...zoom.dragging}
    >
      {photo !== undefined && hasPicture && (
        <LoupePicture key={photo.id} photo={photo} placement={zoom.placement} />
      )}
      {photo !== undefined && !hasPicture && <NoPicture photo={photo} />}
      {photo?.damage != null && (
        <p className={styles.damage}>
          <Icon name="warning" size={16} />
          {problemText(photo.damage).sentence}
        </p>
      )}
    </div>
  );
}

function NoPicture({ photo }: { photo: Photo }) {
  const { status, reason } = photo.thumbnail;
  const text = reason === null ? null : failureText(reason);
  return (
    <div className={styles.none}>
      <Icon name={status === 'failed' ? 'broken' : reason?.code === 'video' ? 'video' : 'photos'} size={54} />
      <p className={styles.title}>
        {status === 'pending' ? 'The preview is not made yet' : (text?.short ?? 'Nothing to show')}
      </p>
      {text !== null && <p>{text.sentence}</p>}
      {status === 'failed' && <p>The file itself is kept as it is.</p>}
    </div>
  );
}
