import type { PhotoChange } from '../../../src-preload/contract/events.ts';
import type { Photo } from '../../../src-preload/contract/photos.ts';

type Listener = () => void;

interface Entry {
  photo: Photo;
  /** An event said more than the row knows (a reason, a size, a date): to be asked for again once it is looked at. */
  stale: boolean;
}

/**
 * The photos that have been looked at, by id. Not a query cache and not one zustand value: at 20,000 changes a second
 * an immutable map of 100,000 photos would be copied ten times a second. Here a change costs one map lookup, and only
 * the cell that shows the photo hears of it.
 */
export class PhotoStore {
  private readonly entries = new Map<number, Entry>();
  private readonly listeners = new Map<number, Set<Listener>>();
  /** Changes told while the photo was being asked for: the answer may be older than they are. */
  private readonly inFlight = new Map<number, PhotoChange | null>();
  private readonly capacity: number;

  /** `capacity`: photos kept; the least recently fetched go first. About 1.5 kB each. */
  constructor(capacity = 20_000) {
    this.capacity = capacity;
  }

  get(id: number): Photo | undefined {
    return this.entries.get(id)?.photo;
  }

  needsFetch(id: number): boolean {
    const entry = this.entries.get(id);
    return (entry === undefined || entry.stale) && !this.inFlight.has(id);
  }

  subscribe(id: number, listener: Listener): () => void {
    const listeners = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(id) === listeners) this.listeners.delete(id);
    };
  }

  beginFetch(ids: readonly number[]): void {
    for (const id of ids) this.inFlight.set(id, null);
  }

  /** Ends a fetch: `photos` is the answer, empty where it failed. */
  endFetch(ids: readonly number[], photos: readonly Photo[]): void {
    const changes = new Map<number, PhotoChange>();
    for (const id of ids) {
      const change = this.inFlight.get(id);
      if (change) changes.set(id, change);
      this.inFlight.delete(id);
    }
    for (const photo of photos) {
      const change = changes.get(photo.id);
      this.entries.delete(photo.id); // Setting alone would keep its old place in the order of eviction.
      this.entries.set(photo.id, change ? patched(photo, change) : { photo, stale: false });
      this.tell(photo.id);
    }
    this.evict();
  }

  /** Applies what events told. Photos that nobody has looked at are none of our business. */
  apply(changes: readonly PhotoChange[]): void {
    for (const change of changes) {
      if (this.inFlight.has(change.photoId)) this.inFlight.set(change.photoId, change);
      const entry = this.entries.get(change.photoId);
      if (entry === undefined) continue;
      this.entries.set(change.photoId, patched(entry.photo, change));
      this.tell(change.photoId);
    }
  }

  /** After a gap in the events: what is shown stays until the newer row is there. */
  markAllStale(): void {
    for (const entry of this.entries.values()) entry.stale = true;
  }

  /** Another library: ids mean other photos now. */
  clear(): void {
    const ids = [...this.entries.keys()];
    this.entries.clear();
    this.inFlight.clear();
    for (const id of ids) this.tell(id);
  }

  private tell(id: number): void {
    for (const listener of this.listeners.get(id) ?? []) listener();
  }

  private evict(): void {
    let excess = this.entries.size - this.capacity;
    for (const id of this.entries.keys()) {
      if (excess <= 0) return;
      if (this.listeners.has(id)) continue; // On screen.
      this.entries.delete(id);
      excess -= 1;
    }
  }
}

function patched(photo: Photo, change: PhotoChange): Entry {
  const { thumbnail, preview } = photo;
  return {
    photo: {
      ...photo,
      thumbnail: {
        ...thumbnail,
        status: change.thumbnail,
        version: change.thumbnailVersion,
        reason: change.thumbnail === thumbnail.status ? thumbnail.reason : null,
      },
      preview: { ...preview, status: change.preview },
    },
    stale: true,
  };
}
