export interface IndexRefreshOptions {
  /** Asks again for what may have changed (the order of the photos, mostly); resolves when it is there. */
  refetch(): Promise<unknown>;
  now(): number;
  schedule(task: () => void, ms: number): void;
  /** Rest after each asking, in multiples of what it took. Default 10. */
  restFactor?: number;
}

const SHORTEST_MS = 250;
/** The order of 100,000 photos may take 200 ms to come: asking for it then takes at most a tenth of the time. */
const REST_FACTOR = 10;

/**
 * Lets the grid grow during an import without asking for the whole order at each of ten batches a second: at once
 * for the first change, then at a pace that the size of the library sets.
 */
export class IndexRefresh {
  private dirty = false;
  private busy = false;
  private readonly options: IndexRefreshOptions;

  constructor(options: IndexRefreshOptions) {
    this.options = options;
  }

  request(): void {
    this.dirty = true;
    if (!this.busy) void this.run();
  }

  private async run(): Promise<void> {
    const { refetch, now, schedule, restFactor = REST_FACTOR } = this.options;
    this.busy = true;
    this.dirty = false;
    const start = now();
    try {
      await refetch();
    } finally {
      schedule(
        () => {
          this.busy = false;
          if (this.dirty) void this.run();
        },
        Math.max(SHORTEST_MS, (now() - start) * restFactor),
      );
    }
  }
}
