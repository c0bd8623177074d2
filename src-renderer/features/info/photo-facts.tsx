import type { ReactNode } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { count } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import styles from './info-panel.module.css';

/** What the camera wrote, and where the photo is. */
export function PhotoFacts({ photo }: { photo: Photo }) {
  const { width, height } = photo;
  return (
    <dl className={styles.facts}>
      <Fact name="Camera">{photo.camera ?? 'Not recorded'}</Fact>
      {photo.lens !== null && <Fact name="Lens">{photo.lens}</Fact>}
      {width !== null && height !== null && (
        <Fact name="Size">
          {count(width)} × {count(height)} ({((width * height) / 1e6).toFixed(1)} MP)
        </Fact>
      )}
      <Fact name="Project">{shownPath(photo.project)}</Fact>
    </dl>
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
