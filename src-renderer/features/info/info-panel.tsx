import { type KeyboardEvent, useMemo } from 'react';
import { count, plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { Icon } from '../../ui/icon.tsx';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { MOST_LOOKED_AT, usePhotos } from '../grid/use-photos.ts';
import { Editor } from './editor.tsx';
import styles from './info-panel.module.css';
import { PhotoFacts } from './photo-facts.tsx';
import { PhotoFiles } from './photo-files.tsx';
import { Unwritten } from './unwritten.tsx';
import { useHeld } from './use-held.ts';

interface InfoPanelProps {
  /** Whom it is about; the same array as long as they are the same. */
  ids: readonly number[];
  /** The view that they are in. */
  shown: ShownPhotos;
  /** Takes the focus back to the photos. */
  onLeave(): void;
}

/** What is known of a photo, and what a person can say of it. Of a selection: what they have in common. */
export function InfoPanel({ ids: chosen, shown, onLeave }: InfoPanelProps) {
  const { ids, gone, onFocus, onBlur } = useHeld(chosen, shown);
  const photos = usePhotos(ids, 'info');
  const who = useMemo(() => ids.join(), [ids]);
  const [first] = photos;
  if (first === undefined) return null;
  const only = ids.length === 1 ? first : null;
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    // Nothing is typed that could be taken back: the keys are to be those of the photos again.
    event.preventDefault();
    onLeave();
  };
  const reason = only?.thumbnail.reason ?? only?.damage ?? null;
  const textOf = only?.thumbnail.status === 'failed' ? failureText : problemText;
  return (
    <aside
      className={styles.panel}
      aria-label="Information"
      data-testid="info-panel"
      onKeyDown={leave}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {only === null && (
        <h2 className={styles.many} data-testid="info-many">
          {plural(ids.length, 'photo')} selected
        </h2>
      )}
      {gone > 0 && (
        <p className={styles.note} role="status" data-testid="info-gone">
          {only === null
            ? `${count(gone)} of them left this view. What you change here still counts for all.`
            : `${shownPath(only.name)} left this view. What you change here still counts for it.`}
        </p>
      )}
      {only === null && ids.length > MOST_LOOKED_AT && (
        <p className={styles.note}>
          Below is what the first {plural(MOST_LOOKED_AT, 'photo')} say. What you change counts for all.
        </p>
      )}
      {reason !== null && only?.thumbnail.status !== 'placeholder' && (
        <p className={styles.problem}>
          <Icon name="warning" size={16} />
          {textOf(reason).sentence}
        </p>
      )}
      <Unwritten ids={ids} photos={photos} />
      {/* Whoever it is about: what was typed for one photo must not be saved for another. */}
      <Editor key={who} who={who} ids={ids} photos={photos} />
      {only !== null && (
        <>
          <PhotoFacts photo={only} />
          <PhotoFiles photo={only} />
        </>
      )}
    </aside>
  );
}
