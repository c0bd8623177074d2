/** Where the engine says what has changed. Cheap to call: ids are collected, and told of in batches. */
export interface Changes {
  task(id: string): void;
  job(id: number): void;
  photo(id: number, change: { added: boolean }): void;
  projects(): void;
  /** So much that telling of each photo is no use: whoever listens asks anew. */
  wholesale(): void;
  /** What holds everything back has changed. */
  queue(): void;
  /** The settings have. */
  settings(): void;
  /** Something ended: tell it now rather than with the next batch. */
  urgent(): void;
}

export interface DirtySet {
  tasks: string[];
  jobs: number[];
  photos: { id: number; added: boolean }[];
  projects: boolean;
  wholesale: boolean;
  queue: boolean;
  settings: boolean;
}

/**
 * Collects changes and hands them over at most every `intervalMs` (ten a second, by design); an urgent one goes out at
 * the end of the turn. Without this the renderer gets a message per item, which froze windows elsewhere.
 */
export class ChangeCollector implements Changes {
  readonly #tasks = new Set<string>();
  readonly #jobs = new Set<number>();
  readonly #photos = new Map<number, boolean>();
  #projects = false;
  #wholesale = false;
  #queue = false;
  #settings = false;
  #timer: NodeJS.Timeout | null = null;
  #soon = false;
  readonly #deliver: (dirty: DirtySet) => void;
  readonly #intervalMs: number;

  constructor(deliver: (dirty: DirtySet) => void, intervalMs = 100) {
    this.#deliver = deliver;
    this.#intervalMs = intervalMs;
  }

  task(id: string): void {
    this.#tasks.add(id);
    this.#arm();
  }

  job(id: number): void {
    this.#jobs.add(id);
    this.#arm();
  }

  photo(id: number, change: { added: boolean }): void {
    this.#photos.set(id, change.added || (this.#photos.get(id) ?? false));
    this.#arm();
  }

  projects(): void {
    this.#projects = true;
    this.#arm();
  }

  wholesale(): void {
    this.#wholesale = true;
    this.urgent();
  }

  queue(): void {
    this.#queue = true;
    this.urgent();
  }

  settings(): void {
    this.#settings = true;
    this.urgent();
  }

  urgent(): void {
    if (this.#soon) return;
    this.#soon = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#soon = false;
    const dirty: DirtySet = {
      tasks: [...this.#tasks],
      jobs: [...this.#jobs],
      photos: [...this.#photos].map(([id, added]) => ({ id, added })),
      projects: this.#projects,
      wholesale: this.#wholesale,
      queue: this.#queue,
      settings: this.#settings,
    };
    this.#tasks.clear();
    this.#jobs.clear();
    this.#photos.clear();
    this.#projects = false;
    this.#wholesale = false;
    this.#queue = false;
    this.#settings = false;
    const ids = dirty.tasks.length + dirty.jobs.length + dirty.photos.length;
    if (ids > 0 || dirty.projects || dirty.wholesale || dirty.queue || dirty.settings) this.#deliver(dirty);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => this.flush(), this.#intervalMs);
  }
}
