import type { ReactNode } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { bytes, count } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { tagText } from '../../lib/format/tags.ts';
import { takenText } from '../../lib/format/time.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { revealPath } from '../tasks/reveal.ts';
import styles from './info-panel.module.css';

const ROLES = {
  image: 'Picture',
  raw: 'RAW',
  sidecar: 'Sidecar',
  video: 'Video',
  other: 'Other file',
} as const;

export function InfoPanel({ photo }: { photo: Photo }) {
  const { width, height, latitude, longitude } = photo;
  const reason = photo.thumbnail.reason ?? photo.damage;
  const textOf = photo.thumbnail.status === 'failed' ? failureText : problemText;
  return (
    <aside className={styles.panel} aria-label="Information" data-testid="info-panel">
      {reason !== null && photo.thumbnail.status !== 'placeholder' && (
        <p className={styles.problem}>
          <Icon name="warning" size={16} />
          {textOf(reason).sentence}
        </p>
      )}
      {(photo.title !== null || photo.caption !== null) && (
        <div className={styles.words}>
          {photo.title !== null && <h2 data-testid="info-title">{photo.title}</h2>}
          {photo.caption !== null && <p data-testid="info-caption">{photo.caption}</p>}
        </div>
      )}
      <dl className={styles.facts}>
        <Fact name="Taken">
          {photo.takenAt === null ? 'Not recorded' : takenText(photo.takenAt, photo.takenOffsetMinutes)}
        </Fact>
        <Fact name="Camera">{photo.camera ?? 'Not recorded'}</Fact>
        {photo.lens !== null && <Fact name="Lens">{photo.lens}</Fact>}
        {width !== null && height !== null && (
          <Fact name="Size">
            {count(width)} × {count(height)} ({((width * height) / 1e6).toFixed(1)} MP)
          </Fact>
        )}
        {latitude !== null && longitude !== null && (
          <Fact name="Place">
            {latitude.toFixed(5)}, {longitude.toFixed(5)}
          </Fact>
        )}
        <Fact name="Project">{shownPath(photo.project)}</Fact>
        {photo.tags.length > 0 && <Fact name="Tags">{photo.tags.slice(0, 40).map(tagText).join(', ')}</Fact>}
      </dl>
      <h3>{photo.files.length === 1 ? 'File' : `${count(photo.files.length)} files`}</h3>
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
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
