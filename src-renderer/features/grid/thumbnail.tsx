import { useState } from 'react';
import { mediaUrl } from '../../lib/rpc/media-url.ts';
import styles from './thumbnail.module.css';

/** Pictures that were on screen before: the browser has them, so they come back without a fade. */
const shownBefore = new Set<string>();
const MAX_REMEMBERED = 20_000;

export function Thumbnail({ id, version }: { id: number; version: string }) {
  const url = mediaUrl('thumbnail', id, version);
  const [loaded, setLoaded] = useState(() => shownBefore.has(url));
  return (
    <img
      className={styles.thumbnail}
      src={url}
      alt=""
      draggable={false}
      decoding="async"
      data-loaded={loaded || undefined}
      onLoad={() => {
        if (shownBefore.size >= MAX_REMEMBERED) shownBefore.clear();
        shownBefore.add(url);
        setLoaded(true);
      }}
    />
  );
}
