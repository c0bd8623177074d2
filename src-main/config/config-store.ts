import { rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import { AppError } from '../files/app-error.ts';
import { merge } from './load-config.ts';
import { type Config, configSchema } from './schema.ts';

type Tree = Record<string, unknown>;

export interface ConfigStore {
  /** What counts now. A new object after each change. */
  readonly current: Config;
  readonly defaults: Config;
  readonly overrides: Tree;
  /**
   * Merges `changes` over the overrides, stores them and puts them into force. `null` takes an override back.
   * @throws AppError `settings_invalid` (detail: the issues, as JSON); nothing is changed then
   */
  update(changes: Tree): void;
}

export interface ConfigStoreOptions {
  /** JSON file with the overrides; made with the first change. */
  file: string;
  defaults: Config;
  onChange(config: Config): void;
  /** The file could not be used: it was kept under another name, and the defaults count. */
  onUnusable(keptAs: string, why: string): void;
}

/**
 * The settings of one library: the defaults with its own overrides over them, which lie in the library, so that the app
 * and the command line run its queue alike. Written atomically; a file that does not fit is kept, never thrown away.
 */
export async function openConfigStore(options: ConfigStoreOptions): Promise<ConfigStore> {
  const { defaults, onChange, file } = options;
  const { conf, config } = await open(options);
  let current = config;
  return {
    get current() {
      return current;
    },
    defaults,
    get overrides() {
      return conf.store;
    },
    update(changes) {
      const overrides = withChanges(conf.store, changes);
      const parsed = configSchema.safeParse(merge(defaults, overrides));
      if (!parsed.success) throw settingsInvalid(parsed.error);
      conf.store = overrides;
      current = parsed.data;
      onChange(current);
    },
  };

  async function open({ onUnusable }: ConfigStoreOptions): Promise<{ conf: Conf<Tree>; config: Config }> {
    try {
      const conf = connect(file);
      return { conf, config: configSchema.parse(merge(defaults, conf.store)) };
    } catch (error) {
      const keptAs = `${file}.corrupt-${Date.now()}`;
      await rename(file, keptAs);
      onUnusable(keptAs, error instanceof z.ZodError ? z.prettifyError(error) : String(error));
      return { conf: connect(file), config: defaults };
    }
  }
}

function connect(file: string): Conf<Tree> {
  return new Conf<Tree>({
    cwd: dirname(file),
    configName: basename(file, '.json'),
    clearInvalidConfig: false,
  });
}

/** A deep copy of `base` with `changes` in it; `null` removes a key. */
function withChanges(base: Tree, changes: Tree): Tree {
  const result: Tree = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before = result[key];
    if (value === null) delete result[key];
    else if (isTree(value)) result[key] = withChanges(isTree(before) ? before : {}, value);
    else result[key] = value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function settingsInvalid(error: z.ZodError): AppError {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return new AppError('settings_invalid', { detail: JSON.stringify(issues) });
}
