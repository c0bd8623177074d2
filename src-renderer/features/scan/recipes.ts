import { useQuery } from '@tanstack/react-query';
import type { Recipe, RecipeInput } from '../../../src-preload/contract/batch.ts';
import { orpc } from '../../lib/rpc/client.ts';

/** The saved scans, by name. Asked for anew with each look: the command line may have saved one. */
export function useRecipes() {
  return useQuery(orpc.batch.recipes.list.queryOptions({ staleTime: 0 }));
}

/** A saved scan as it is given to be saved. */
export function inputOf(recipe: Recipe): RecipeInput {
  const { id: _id, createdAt: _made, updatedAt: _changed, ...input } = recipe;
  return input;
}
