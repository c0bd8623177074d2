import { type KeyboardEvent, useId } from 'react';
import type { MetadataConflict } from '../../../src-preload/contract/metadata.ts';
import { shownPath } from '../../lib/format/path.ts';
import { FIELDS, valueText } from '../../lib/texts/metadata.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { usePhoto } from '../grid/photos.ts';
import { Thumbnail } from '../grid/thumbnail.tsx';
import styles from './conflict-row.module.css';
import { saidBy } from './said-by.ts';

export type Conflict = MetadataConflict;
export type Keep = 'library' | 'files';

interface ConflictRowProps {
  conflict: Conflict;
  onDecide(keep: Keep): void;
}

/** A photo, a field of it, and what the two sides say. */
export function ConflictRow({ conflict, onDecide }: ConflictRowProps) {
  const { field } = conflict;
  const photo = usePhoto(conflict.photoId);
  const nameId = useId();
  // The library may have been changed once more since the conflict was found: what would be kept is what it says now.
  const ours = valueText(field, photo === undefined ? conflict.ours : saidBy(photo, field));
  const theirs = valueText(field, conflict.theirs);
  const version = photo?.thumbnail.status === 'ready' ? photo.thumbnail.version : null;
  const what = `${FIELDS[field].toLowerCase()} of ${shownPath(conflict.photo)}`;
  return (
    <li
      className={styles.row}
      aria-labelledby={nameId}
      data-testid="metadata-conflict"
      data-photo-id={conflict.photoId}
      data-field={field}
    >
      <span className={styles.picture}>
        {version !== null ? (
          <Thumbnail id={conflict.photoId} version={version} />
        ) : (
          <Icon name="photos" size={22} />
        )}
      </span>
      <h3 id={nameId} className={styles.name}>
        <span>{FIELDS[field]}</span>
        <span className={styles.photo}>
          {shownPath(conflict.photo)} · {shownPath(conflict.project)}
        </span>
      </h3>
      <Side title="In the library" value={ours}>
        <Choice keep="library" label="Keep the library’s" about={`${what}: ${ours}`} onDecide={onDecide} />
      </Side>
      <Side title="In the file" value={theirs}>
        <Choice keep="files" label="Take the file’s" about={`${what}: ${theirs}`} onDecide={onDecide} />
      </Side>
    </li>
  );
}

function Side({ title, value, children }: { title: string; value: string; children: React.ReactNode }) {
  return (
    <div className={styles.side}>
      <span className={styles.sideTitle}>{title}</span>
      <p className={styles.value}>{value}</p>
      {children}
    </div>
  );
}

interface ChoiceProps {
  keep: Keep;
  label: string;
  /** Which of the many buttons of this name it is, for those who only hear it. */
  about: string;
  onDecide(keep: Keep): void;
}

function Choice({ keep, label, about, onDecide }: ChoiceProps) {
  return (
    <Button
      size="small"
      data-keep={keep}
      aria-label={`${label}, ${about}`}
      // The focus goes on to the next photo: a key that is held down must not decide about all of them.
      onKeyDown={(event: KeyboardEvent) => event.repeat && event.preventDefault()}
      onClick={() => onDecide(keep)}
    >
      {label}
    </Button>
  );
}
