import type { Db } from '../db/connection.ts';
import { itemCosts, storeItemCost } from './sql/costs.ts';

/** Expected cost of what was never measured, in ms: between a sidecar and a RAW. */
const UNKNOWN_MS = 200;
/** The average forgets: after so many samples, each further one counts for one in so many. */
const MEMORY = 100;
/** For items whose handler tells no kind. */
const ANY = '';

interface Cost {
  samples: number;
  meanMs: number;
  changed: boolean;
}

/**
 * What one item of a job type and a kind costs, learned from those that ended. Estimates weigh items by it, because the
 * number of items that are left says little where a RAW takes thirty times as long as a sidecar.
 */
export class CostModel {
  readonly #costs = new Map<string, Cost>();

  constructor(db: Db) {
    for (const row of itemCosts(db)) {
      this.#costs.set(key(row.job_type, row.kind), {
        samples: row.samples,
        meanMs: row.mean_ms,
        changed: false,
      });
    }
  }

  costOf(jobType: string, kind: string | null | undefined): number {
    const known = this.#costs.get(key(jobType, kind ?? ANY)) ?? this.#costs.get(key(jobType, ANY));
    return known?.meanMs ?? UNKNOWN_MS;
  }

  learn(jobType: string, kind: string | null, ms: number): void {
    this.#learn(key(jobType, kind ?? ANY), ms);
    if (kind !== null && kind !== ANY) this.#learn(key(jobType, ANY), ms);
  }

  /** Stores what was learned; call it inside a transaction, now and then. */
  store(db: Db): void {
    for (const [name, cost] of this.#costs) {
      if (!cost.changed) continue;
      cost.changed = false;
      const [jobType = '', kind = ANY] = name.split('\n');
      storeItemCost(db, { job_type: jobType, kind, samples: cost.samples, mean_ms: cost.meanMs });
    }
  }

  #learn(name: string, ms: number): void {
    const cost = this.#costs.get(name) ?? { samples: 0, meanMs: 0, changed: false };
    cost.samples = Math.min(MEMORY, cost.samples + 1);
    cost.meanMs += (Math.max(1, ms) - cost.meanMs) / cost.samples;
    cost.changed = true;
    this.#costs.set(name, cost);
  }
}

const key = (jobType: string, kind: string): string => `${jobType}\n${kind}`;
