import type { Recipe, RecipeInput } from '../../src-preload/contract/batch.ts';
import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';

interface RecipeRow {
  id: number;
  name: string;
  params: string;
  schedule: string | null;
  created_at: number;
  updated_at: number;
}

/** By name. */
export function listRecipes(db: Db): Recipe[] {
  return selectAll<RecipeRow>(db, `SELECT * FROM recipes ORDER BY name COLLATE NOCASE, id`).map(toRecipe);
}

export function getRecipe(db: Db, id: number): Recipe | null {
  const row = selectOne<RecipeRow>(db, `SELECT * FROM recipes WHERE id = @id`, { id });
  return row === undefined ? null : toRecipe(row);
}

/** One of this name is replaced, and keeps its id. */
export function storeRecipe(db: Db, { name, schedule, ...params }: RecipeInput, now: number): Recipe {
  execute(
    db,
    `INSERT INTO recipes(name, params, schedule, created_at, updated_at)
     VALUES (@name, @params, @schedule, @now, @now)
     ON CONFLICT(name) DO UPDATE SET params = excluded.params, schedule = excluded.schedule, updated_at = @now`,
    { name, params: JSON.stringify(params), schedule, now },
  );
  const row = selectOne<RecipeRow>(db, `SELECT * FROM recipes WHERE name = @name`, { name });
  return toRecipe(row as RecipeRow);
}

/** Answers false where there is none. Its tasks stay. */
export function removeRecipe(db: Db, id: number): boolean {
  execute(db, `DELETE FROM schedules WHERE id = @schedule`, { schedule: recipeScheduleId(id) });
  return execute(db, `DELETE FROM recipes WHERE id = @id`, { id }) === 1;
}

export const recipeScheduleId = (id: number): string => `recipe:${id}`;

function toRecipe(row: RecipeRow): Recipe {
  return {
    ...(JSON.parse(row.params) as Omit<RecipeInput, 'name' | 'schedule'>),
    id: row.id,
    name: row.name,
    schedule: row.schedule,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
