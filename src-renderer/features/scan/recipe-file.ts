import type { Recipe, RecipeInput } from '../../../src-preload/contract/batch.ts';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { inputOf } from './recipes.ts';

type NamedProject = Pick<Project, 'id' | 'name'>;

/**
 * A saved scan as a file, in the form that `safelight recipes LIBRARY save FILE` takes. The project is told by its name:
 * its number means nothing in another library.
 */
export function recipeFile(recipe: Recipe, projects: readonly NamedProject[]): string {
  const { projectId, ...input } = inputOf(recipe);
  const project = projects.find(({ id }) => id === projectId)?.name;
  return `${JSON.stringify({ ...input, ...(project === undefined ? {} : { project }) }, null, 2)}\n`;
}

/** `new-from-the-studio.json` */
export function recipeFileName({ name }: Pick<Recipe, 'name'>): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${plain === '' ? 'scan' : plain}.json`;
}

/** What a file holds, or one sentence on why it cannot be taken. Whether each field fits, the engine says. */
export function recipeOfFile(
  text: string,
  projects: readonly NamedProject[],
): { recipe: RecipeInput } | { problem: string } {
  const value = parsed(text);
  if (value === null) return { problem: 'It holds no saved scan: it is no JSON object.' };
  const { project: name, ...recipe } = value;
  if (name === undefined) return { recipe: recipe as unknown as RecipeInput };
  const project = projects.find((one) => one.name === name);
  if (project === undefined)
    return { problem: `It imports into the project “${String(name)}”, and there is none of that name.` };
  return { recipe: { ...recipe, projectId: project.id } as unknown as RecipeInput };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // The sentence above says what is wrong.
  }
}
