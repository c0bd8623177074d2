import type { JobItemRow } from '../db/rows.ts';
import { type AppError, toAppError } from '../files/app-error.ts';
import type { AnyJobHandler, ItemContext, ItemResult } from '../handlers/handler.ts';
import type { LifeSigns } from './life-signs.ts';

export type FlightEnd = { durationMs: number } & ({ result: ItemResult } | { error: AppError });

/** One item at work: from the moment its row says `running` to the moment its end may be stored. */
export class ItemFlight {
  readonly item: JobItemRow;
  readonly context: ItemContext<unknown>;
  readonly #life: LifeSigns;
  readonly #handler: AnyJobHandler;

  constructor(item: JobItemRow, context: ItemContext<unknown>, life: LifeSigns, handler: AnyJobHandler) {
    this.item = item;
    this.context = context;
    this.#life = life;
    this.#handler = handler;
  }

  get life(): LifeSigns {
    return this.#life;
  }

  /** Never rejects: what goes wrong is the item's error. */
  async run(admit: (work: () => Promise<ItemResult>) => Promise<ItemResult>): Promise<FlightEnd> {
    const { clock } = this.context.services;
    let begun = clock.mono();
    const durationMs = () => Math.round(clock.mono() - begun);
    try {
      const result = await admit(() => {
        // Waiting to be admitted is neither work nor a hang.
        begun = clock.mono();
        this.#life.sign();
        return this.#life.guard(this.#handler.runItem(this.context));
      });
      return { durationMs: durationMs(), result };
    } catch (error) {
      return { durationMs: durationMs(), error: toAppError(error) };
    }
  }
}
