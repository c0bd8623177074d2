import type { Recipe, RecipeInput } from '../../../src-preload/contract/batch.ts';
import { AppError } from '../../files/app-error.ts';
import { getRecipe, removeRecipe, storeRecipe } from '../../library/recipes.ts';
import { isCron } from '../../tasks/definitions.ts';
import type { LibraryEngine } from '../library-engine.ts';
import { badOrder } from '../start-work.ts';
import { checkWords, requirePlace, startScan } from './start-scan.ts';

/**
 * Its folder may be away, on a card that is not here now; everything else has to fit.
 * @throws AppError as for `startScan`
 */
export async function saveRecipe(engine: LibraryEngine, input: RecipeInput): Promise<Recipe> {
  const { name: _name, schedule, ...params } = input;
  checkWords(engine, params);
  if (schedule !== null && !isCron(schedule)) {
    throw badOrder([{ path: 'schedule', message: 'is no cron expression of five fields' }]);
  }
  try {
    await requirePlace(engine, params);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'path_missing') throw error;
  }
  const stored = storeRecipe(engine.db, input, engine.clock.wall());
  engine.upkeep.scheduler.changed();
  return stored;
}

/** @throws AppError `recipe_missing` */
export function forgetRecipe(engine: LibraryEngine, id: number): void {
  if (!removeRecipe(engine.db, id)) throw new AppError('recipe_missing', { detail: String(id) });
  engine.upkeep.scheduler.changed();
}

/** @throws AppError `recipe_missing`, and as for `startScan` */
export async function runRecipe(
  engine: LibraryEngine,
  { id, dryRun }: { id: number; dryRun: boolean },
): Promise<string> {
  const found = getRecipe(engine.db, id);
  if (found === null) throw new AppError('recipe_missing', { detail: String(id) });
  const {
    id: _id,
    name: _name,
    schedule: _schedule,
    createdAt: _made,
    updatedAt: _changed,
    ...params
  } = found;
  return await startScan(engine, { ...params, dryRun });
}
