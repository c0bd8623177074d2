import type { Photo } from '../../../src-preload/contract/photos.ts';
import type { PhotoStore } from './photo-store.ts';

export interface PhotoLoaderOptions {
  store: PhotoStore;
  fetch(ids: number[]): Promise<readonly Photo[]>;
  /** Runs `task` after `ms`; the function given back takes it off again. */
  schedule(task: () => void, ms: number): () => void;
  /** Photos per call. Small, so that the first screen comes at once. Default 120. */
  batch?: number;
  /** Calls in flight. Default 2. */
  parallel?: number;
  onError(error: unknown): void;
}

/** Long enough to let a fling pass by without asking for what nobody stops at, short enough not to be seen. */
const SETTLE_MS = 30;
/** Rows of photos on screen that change are asked for again at most this often. */
const REFRESH_MS = 400;

/** Fetches the photos that are on screen, and only those: what scrolled away before its turn is never asked for. */
export class PhotoLoader {
  private readonly views = new Map<string, readonly number[]>();
  private running = 0;
  private unschedule: (() => void) | null = null;
  private readonly options: PhotoLoaderOptions;

  constructor(options: PhotoLoaderOptions) {
    this.options = options;
  }

  /** The ids that `view` shows now, most wanted first. An empty list takes the view off. */
  show(view: string, ids: readonly number[]): void {
    this.views.delete(view);
    if (ids.length > 0) this.views.set(view, ids);
    this.plan(SETTLE_MS);
  }

  /** Something in the store became stale. */
  refresh(): void {
    this.plan(REFRESH_MS);
  }

  private plan(ms: number): void {
    this.unschedule ??= this.options.schedule(() => {
      this.unschedule = null;
      this.pump();
    }, ms);
  }

  private pump(): void {
    const { store, batch = 120, parallel = 2 } = this.options;
    while (this.running < parallel) {
      // The view that moved last is what the person looks at.
      const wanted = [...this.views.values()].reverse().flat();
      const ids = [...new Set(wanted)].filter((id) => store.needsFetch(id)).slice(0, batch);
      if (ids.length === 0) return;
      void this.load(ids);
    }
  }

  private async load(ids: number[]): Promise<void> {
    const { store, fetch, onError } = this.options;
    this.running += 1;
    store.beginFetch(ids);
    try {
      const photos = await fetch(ids);
      store.endFetch(ids, photos);
      const found = new Set(photos.map((photo) => photo.id));
      // Ids that are gone would be asked for for ever.
      const gone = ids.filter((id) => !found.has(id));
      if (gone.length > 0) this.forget(new Set(gone));
      this.running -= 1;
      this.pump();
    } catch (error) {
      store.endFetch(ids, []);
      this.running -= 1;
      onError(error);
    }
  }

  private forget(gone: ReadonlySet<number>): void {
    for (const [view, ids] of this.views)
      this.views.set(
        view,
        ids.filter((id) => !gone.has(id)),
      );
  }
}
