import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { type Recipe, recipeInput } from '../../../src-preload/contract/batch.ts';
import { toNative } from '../../files/native-path.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { tellScan } from '../follow/scan-outcome.ts';
import { printJson, printLine, shownPath } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';

interface RecipeOptions {
  dryRun?: boolean;
  wait: boolean;
  json?: boolean;
}

type Act = (library: string, word: string | undefined, options: RecipeOptions) => Promise<number>;

const ACTIONS: Record<string, Act> = {
  list: (library, _word, options) =>
    look(library, async ({ client }) => {
      const recipes = await client.batch.recipes.list();
      if (options.json) printJson(recipes);
      else for (const recipe of recipes) printLine(lineOf(recipe));
    }),
  save: async (library, word, options) => {
    const text = await readRecipe(given(word, 'a file with a recipe'));
    return await look(library, async (session) => {
      const saved = await session.client.batch.recipes.save(await recipeOf(session, text));
      if (options.json) printJson(saved);
      else printLine(`saved  ${lineOf(saved)}`);
    });
  },
  run: async (library, word, options) => {
    const name = given(word, 'the name of a recipe');
    return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
      const { id } = await recipeNamed(session, name);
      const { taskId } = await session.client.batch.recipes.run({ id, dryRun: options.dryRun ?? false });
      return await tellScan(session, taskId, options);
    });
  },
  remove: async (library, word, options) => {
    const name = given(word, 'the name of a recipe');
    return await look(library, async (session) => {
      const found = await recipeNamed(session, name);
      await session.client.batch.recipes.remove({ id: found.id });
      if (options.json) printJson(found);
      else printLine(`removed  ${lineOf(found)}`);
    });
  },
};

export function recipesCommand(program: Command, exit: (code: number) => void): void {
  const recipes = program
    .command('recipes')
    .description('scans that are saved under a name, and may run by the clock')
    .argument('<library>', 'folder of the library')
    .argument('[action]', Object.keys(ACTIONS).join(', '), 'list')
    .argument('[word]', 'save: a JSON file {name, path, …, schedule?}; run, remove: the name')
    .option('--dry-run', 'run: say what matches and what it would get, and change nothing')
    .option('--no-wait', 'run: store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, action: string, word: string | undefined, options: RecipeOptions) => {
      const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
      if (act === undefined) recipes.error(`error: recipes takes ${Object.keys(ACTIONS).join(', ')}`);
      else exit(await act(library, word, options));
    });
}

async function look(library: string, show: (session: Session) => Promise<void>): Promise<number> {
  return await withLibrary(library, { create: false, work: false }, async (session) => {
    await show(session);
    return EXIT.done;
  });
}

function given(word: string | undefined, what: string): string {
  if (word === undefined || word === '') throw new UsageError(`This takes ${what}.`);
  return word;
}

async function readRecipe(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(toNative(resolve(file)), 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? `holds no JSON: ${error.message}` : 'cannot be read';
    throw new UsageError(`${shownPath(file)} ${why}.`);
  }
}

/** People know the names of projects, not their numbers: `project` is taken for `projectId`. */
async function recipeOf({ client }: Session, value: unknown) {
  const parsed = recipeInput.extend({ project: z.string().optional() }).safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
    throw new UsageError(`The recipe does not fit: ${issues.join('; ')}`);
  }
  const { project: name, ...recipe } = parsed.data;
  if (name === undefined) return recipe;
  const project = (await client.projects.list()).find((one) => one.name === name);
  if (project === undefined) throw new UsageError(`There is no project "${shownPath(name)}".`);
  return { ...recipe, projectId: project.id };
}

async function recipeNamed({ client }: Session, name: string): Promise<Recipe> {
  const found = (await client.batch.recipes.list()).find((recipe) => recipe.name === name);
  if (found === undefined) throw new UsageError(`There is no recipe "${shownPath(name)}".`);
  return found;
}

function lineOf({ name, action, path, pattern, schedule }: Recipe): string {
  const when = schedule === null ? '' : `  (${schedule})`;
  return `${shownPath(name)}: ${action} ${shownPath(pattern)} in ${shownPath(path)}${when}`;
}
