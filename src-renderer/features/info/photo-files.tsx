import type { Photo } from '../../../src-preload/contract/photos.ts';
import { bytes, count } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { openAllTags } from '../metadata/open-metadata.ts';
import { revealPath } from '../tasks/reveal.ts';
import styles from './info-panel.module.css';

const ROLES = {
  image: 'Picture',
  raw: 'RAW',
  sidecar: 'Sidecar',
  video: 'Video',
  other: 'Other file',
} as const;

/** The files that the photo is made of. */
export function PhotoFiles({ photo }: { photo: Photo }) {
  const textOf = photo.thumbnail.status === 'failed' ? failureText : problemText;
  return (
    <>
      <div className={styles.filesHead}>
        <h3>{photo.files.length === 1 ? 'File' : `${count(photo.files.length)} files`}</h3>
        {photo.files.length > 0 && (
          <Button size="small" data-testid="info-all-tags" onClick={() => openAllTags(photo.id)}>
            All tags…
          </Button>
        )}
      </div>
      <ul className={styles.files}>
        {photo.files.map((file) => (
          <li key={file.id}>
            <div className={styles.fileHead}>
              <span className={styles.fileName} title={shownPath(file.path)}>
                {shownPath(baseName(file.path))}
              </span>
              <IconButton
                icon="reveal"
                size="small"
                label={`Reveal ${shownPath(baseName(file.path))} in its folder`}
                onClick={() => void revealPath(file.path)}
              />
            </div>
            <div className={styles.fileFacts}>
              {ROLES[file.role]} · {file.format} · {bytes(file.bytes)}
            </div>
            {file.problem !== null && (
              <div className={styles.fileProblem}>{textOf(file.problem).sentence}</div>
            )}
            <div className={styles.hash} title="SHA-256 of the content">
              {file.sha256}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
