import { basename, dirname } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';

const settingsSchema = z.object({
  recentLibraries: z
    .array(z.object({ root: z.string(), name: z.string(), lastOpenedAt: z.int() }))
    .default([]),
});
export type Settings = z.infer<typeof settingsSchema>;

const MOST_RECENT = 10;

export interface SettingsStore {
  recent(): Settings['recentLibraries'];
  opened(library: { root: string; name: string }, now: number): void;
}

/** Settings of the person, not of a library: which libraries they opened. One JSON file, written atomically. */
export function openSettings(file: string): SettingsStore {
  const store = new Conf<{ recentLibraries: unknown }>({
    cwd: dirname(file),
    configName: basename(file, '.json'),
    // A file that is no JSON is begun anew rather than keeping the app from starting: it holds nothing but history.
    clearInvalidConfig: true,
  });
  const read = (): Settings['recentLibraries'] => {
    const parsed = settingsSchema.safeParse(store.store);
    return parsed.success ? parsed.data.recentLibraries : [];
  };
  return {
    recent: read,
    opened: ({ root, name }, now) => {
      const others = read().filter((library) => library.root !== root);
      store.set('recentLibraries', [{ root, name, lastOpenedAt: now }, ...others].slice(0, MOST_RECENT));
    },
  };
}

/** For programs that leave no trace of what they opened: the CLI, tests. */
export const noSettings: SettingsStore = { recent: () => [], opened: () => {} };
