import { useEffect, useMemo, useRef } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { count } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { photoLabel } from '../../lib/texts/photos.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CullBar } from '../culling/cull-bar.tsx';
import { FormatBadge } from '../culling/format-badge.tsx';
import { KeepBadge } from '../culling/keep-badge.tsx';
import { RatingStars } from '../culling/rating-stars.tsx';
import { photoLoader, usePhoto } from '../grid/photos.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { InfoPanel } from '../info/info-panel.tsx';
import styles from './loupe.module.css';
import { LoupeStage } from './loupe-stage.tsx';
import { useLoupeZoom } from './use-loupe-zoom.ts';
import { usePreloadedNeighbours } from './use-preloaded-neighbours.ts';

/** One photo as large as the window allows. The cursor of the grid is what it shows, so both agree on the way back. */
export function Loupe({ photos }: { photos: ShownPhotos }) {
  const cursor = useView((view) => view.cursor);
  const info = useView((view) => view.info);
  const set = useView((view) => view.set);
  const photo = usePhoto(cursor);
  const index = photos.indexOf(cursor);
  const section = useRef<HTMLElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const shownIds = useMemo(() => (cursor === null ? [] : [cursor]), [cursor]);
  const { width = null, height = null } = photo?.preview ?? {};
  const picture = useMemo(
    () => (width === null || height === null ? null : { width, height }),
    [width, height],
  );
  const zoom = useLoupeZoom(stage, picture);
  const go = (step: number) => {
    const id = photos.ids[index + step];
    if (id !== undefined) set({ cursor: id });
  };
  useCommands({
    'loupe.next': () => go(1),
    'loupe.previous': () => go(-1),
    'loupe.close': () => set({ loupe: false }),
    'loupe.info': () => set({ info: !info }),
    'loupe.zoom': () => zoom.toggle(),
    'loupe.zoomIn': zoom.zoomIn,
    'loupe.zoomOut': zoom.zoomOut,
  });
  useEffect(() => {
    photoLoader.show('loupe', photos.ids.slice(Math.max(0, index - 3), index + 6));
  }, [photos, index]);
  useEffect(() => () => photoLoader.show('loupe', []), []);
  usePreloadedNeighbours(photos, index);
  useEffect(() => section.current?.focus(), []);
  const label = photo === undefined ? '' : photoLabel(photo);
  // Each photo once: what a key decides about it is told by that key.
  const spoken = useRef<number | null>(null);
  useEffect(() => {
    if (label === '' || spoken.current === cursor) return;
    spoken.current = cursor;
    announce(label);
  }, [label, cursor]);

  return (
    <section
      ref={section}
      className={styles.loupe}
      tabIndex={-1}
      aria-label={`Loupe: ${label}`}
      data-testid="loupe"
    >
      <div className={styles.main}>
        <header className={styles.bar}>
          <IconButton icon="back" label="Back to the grid (Esc)" onClick={() => set({ loupe: false })} />
          <h2 className={styles.name}>{shownPath(photo?.name ?? '')}</h2>
          {photo !== undefined && (
            <span className={styles.marks}>
              <KeepBadge photo={photo} />
              <RatingStars rating={photo.rating} />
              <FormatBadge photo={photo} />
            </span>
          )}
          <span className={styles.place}>
            {count(index + 1)} of {count(photos.ids.length)}
          </span>
          {zoom.scale !== null && (
            <Button
              look="plain"
              className={styles.zoom}
              title="Fit, or each pixel of the preview (z)"
              aria-pressed={zoom.zoom.scale !== null}
              data-testid="loupe-zoom"
              onClick={() => zoom.toggle()}
            >
              {zoom.zoom.scale === null ? 'Fit' : `${Math.round(zoom.scale * 100)} %`}
            </Button>
          )}
          <IconButton icon="left" label="Previous photo (←)" disabled={index <= 0} onClick={() => go(-1)} />
          <IconButton
            icon="right"
            label="Next photo (→)"
            disabled={index >= photos.ids.length - 1}
            onClick={() => go(1)}
          />
          <IconButton
            icon="info"
            label="Information (i)"
            aria-pressed={info}
            onClick={() => set({ info: !info })}
          />
        </header>
        <LoupeStage ref={stage} photo={photo} zoom={zoom} />
        <CullBar shown={photos} />
      </div>
      {info && <InfoPanel ids={shownIds} shown={photos} onLeave={() => section.current?.focus()} />}
    </section>
  );
}
