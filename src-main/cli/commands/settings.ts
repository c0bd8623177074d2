import type { Command } from 'commander';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine, shownPath } from '../output.ts';
import { withLibrary } from '../session.ts';

type Tree = Record<string, unknown>;

export function settingsCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('settings')
    .description('show the settings of a library, or change one')
    .argument('<library>', 'folder of the library')
    .argument('[action]', 'get, set or unset', 'get')
    .argument('[key]', 'such as pipeline.max_parallel_jobs')
    .argument('[value]', 'JSON, or else a text')
    .option('--json', 'print one JSON document')
    .action(
      async (
        library: string,
        action: string,
        key: string | undefined,
        value: string | undefined,
        options: { json?: boolean },
      ) => {
        if (action === 'get') await show(library, key, options);
        else if (action === 'set' && key !== undefined && value !== undefined)
          await set(library, key, parse(value), options);
        else if (action === 'unset' && key !== undefined) await unset(library, key, options);
        else throw new UsageError('settings takes "get [KEY]", "set KEY VALUE" or "unset KEY".');
        exit(EXIT.done);
      },
    );
}

async function show(library: string, key: string | undefined, options: { json?: boolean }): Promise<void> {
  const { config } = await withLibrary(library, { create: false, work: false }, ({ client }) =>
    client.settings.get(),
  );
  print(key === undefined ? config : { [key]: requireAt(config, key) }, options);
}

async function set(library: string, key: string, value: unknown, options: { json?: boolean }): Promise<void> {
  // To the procedure `null` means taking it back, which nobody asked for here.
  if (value === null)
    throw new UsageError(`No setting can be null; "unset ${shownPath(key)}" takes it back.`);
  const { config } = await withLibrary(library, { create: false, work: false }, ({ client }) =>
    client.settings.update({ changes: treeOf(key, value) }),
  );
  print({ [key]: valueAt(config, key) }, options);
}

async function unset(library: string, key: string, options: { json?: boolean }): Promise<void> {
  const config = await withLibrary(library, { create: false, work: false }, async ({ client }) => {
    requireAt((await client.settings.get()).config, key);
    return (await client.settings.update({ changes: treeOf(key, null) })).config;
  });
  print({ [key]: valueAt(config, key) ?? null }, options);
}

const treeOf = (key: string, value: unknown): Tree =>
  key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Tree;

/** @throws UsageError where there is no such setting */
function requireAt(config: Tree, key: string): unknown {
  const value = valueAt(config, key);
  if (value === undefined) throw new UsageError(`There is no setting ${shownPath(key)}.`);
  return value;
}

function valueAt(config: Tree, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (tree, part) =>
        typeof tree === 'object' && tree !== null && Object.hasOwn(tree, part)
          ? (tree as Tree)[part]
          : undefined,
      config,
    );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // What is no JSON is a word, such as `webp`.
  }
}

function print(values: Tree, { json }: { json?: boolean }): void {
  if (json) {
    printJson(values);
    return;
  }
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) printLine(`${path} = ${JSON.stringify(value)}`);
    else
      for (const [part, inner] of Object.entries(value)) visit(inner, path === '' ? part : `${path}.${part}`);
  };
  visit(values, '');
}
