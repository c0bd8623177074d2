import type { PhotoChange } from '../../../src-preload/contract/events.ts';
import type { CullState, Photo } from '../../../src-preload/contract/photos.ts';
import { type Decision, decided } from '../culling/decision.ts';

type Listener = () => void;
/** Something newer than a row that may be on its way. */
type Patch = (entry: Entry) => Entry;

interface Entry {
  /** As main told it last. */
  told: Photo;
  /** The same with the decisions that main has not answered yet: what is shown. */
  shown: Photo;
  /** An event said more than the row knows (a reason, a size, a date): to be asked for again once it is looked at. */
  stale: boolean;
}

/**
 * The photos that have been looked at, by id. Not a query cache and not one zustand value: at 20,000 changes a second
 * an immutable map of 100,000 photos would be copied ten times a second. Here a change costs one map lookup, and only
 * the cell that shows the photo hears of it.
 *
 * Decisions show at once and lie over what main told until main has answered them: so neither an event of the key before
 * nor a row that was asked for earlier makes the marks flicker, and a decision that was refused is gone without a trace.
 */
export class PhotoStore {
  private readonly entries = new Map<number, Entry>();
  private readonly listeners = new Map<number, Set<Listener>>();
  /** Changes told while the photo was being asked for: the answer may be older than they are. */
  private readonly inFlight = new Map<number, Patch[]>();
  /** Decisions that wait for their answer, by photo, oldest first. */
  private readonly undecided = new Map<number, Map<number, Decision>>();
  private lastToken = 0;
  private readonly capacity: number;

  /** `capacity`: photos kept; the least recently fetched go first. About 1.5 kB each. */
  constructor(capacity = 20_000) {
    this.capacity = capacity;
  }

  get(id: number): Photo | undefined {
    return this.entries.get(id)?.shown;
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
    for (const id of ids) this.inFlight.set(id, []);
  }

  /** Ends a fetch: `photos` is the answer, empty where it failed. */
  endFetch(ids: readonly number[], photos: readonly Photo[]): void {
    const patches = new Map(ids.map((id) => [id, this.inFlight.get(id) ?? []]));
    for (const id of ids) this.inFlight.delete(id);
    for (const photo of photos) {
      const entry: Entry = { told: photo, shown: photo, stale: false };
      this.entries.delete(photo.id); // Setting alone would keep its old place in the order of eviction.
      this.put((patches.get(photo.id) ?? []).reduce((patched, patch) => patch(patched), entry));
    }
    this.evict();
  }

  /** Applies what events told. Photos that nobody has looked at are none of our business. */
  apply(changes: readonly PhotoChange[]): void {
    for (const change of changes) this.patch(change.photoId, (entry) => withChange(entry, change));
  }

  /** Shows a decision before main has heard of it. Returns what `settle` wants to know it by. */
  decide(ids: readonly number[], decision: Decision): number {
    this.lastToken += 1;
    for (const id of ids) {
      const waiting = this.undecided.get(id) ?? new Map<number, Decision>();
      this.undecided.set(id, waiting.set(this.lastToken, decision));
      this.redraw(id);
    }
    return this.lastToken;
  }

  /** Main has answered the decision `token` about `ids`: with `states`, which are what it is now; none where it refused. */
  settle(token: number | null, ids: readonly number[], states: readonly CullState[]): void {
    for (const state of states) this.patch(state.photoId, (entry) => withState(entry, state), false);
    for (const id of ids) {
      const waiting = this.undecided.get(id);
      if (token !== null) waiting?.delete(token);
      if (waiting?.size === 0) this.undecided.delete(id);
    }
    for (const id of new Set([...ids, ...states.map((state) => state.photoId)])) this.redraw(id);
  }

  /** Main has taken the decision `token` as it is. What else it made of it comes with the row that is asked for next. */
  confirm(token: number, ids: readonly number[]): void {
    for (const id of ids) {
      const decision = this.undecided.get(id)?.get(token);
      if (decision === undefined) continue;
      this.patch(id, (entry) => ({ ...entry, told: decided(entry.told, decision), stale: true }), false);
    }
    this.settle(token, ids, []);
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
    this.undecided.clear();
    for (const id of ids) this.tell(id);
  }

  private patch(id: number, patch: Patch, draw = true): void {
    this.inFlight.get(id)?.push(patch);
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    if (draw) this.put(patch(entry));
    else this.entries.set(id, patch(entry));
  }

  private redraw(id: number): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) this.put(entry);
  }

  private put(entry: Entry): void {
    const waiting = this.undecided.get(entry.told.id);
    const shown = waiting === undefined ? entry.told : [...waiting.values()].reduce(decided, entry.told);
    this.entries.set(entry.told.id, { ...entry, shown });
    this.tell(entry.told.id);
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

function withChange(entry: Entry, change: PhotoChange): Entry {
  const { told } = entry;
  const { thumbnail, preview } = told;
  return {
    ...entry,
    told: {
      ...told,
      keepJpg: change.keepJpg,
      keepRaw: change.keepRaw,
      jpgAvailable: change.jpgAvailable,
      rawAvailable: change.rawAvailable,
      rating: change.rating,
      pending: change.pending,
      present: !change.removed,
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

function withState(entry: Entry, { photoId: _, ...state }: CullState): Entry {
  return { ...entry, told: { ...entry.told, ...state } };
}
