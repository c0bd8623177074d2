import { basename, dirname } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';

const recentLibraries = z.array(z.object({ root: z.string(), name: z.string(), lastOpenedAt: z.int() }));
type RecentLibraries = z.infer<typeof recentLibraries>;

/** How the app behaves on this person's desktop. */
const desktopSettings = z.object({
  /** Closing the window leaves the app at work in the tray. */
  keepInTray: z.boolean().default(true),
  /** The person has been told so. */
  toldOfTray: z.boolean().default(false),
  /** Other programs of this machine may use the open library. */
  localApi: z.boolean().default(false),
});
export type DesktopSettings = z.infer<typeof desktopSettings>;

const MOST_RECENT = 10;

export interface SettingsStore {
  recent(): RecentLibraries;
  opened(library: { root: string; name: string }, now: number): void;
  desktop(): DesktopSettings;
  setDesktop(changes: Partial<DesktopSettings>): void;
}

/** Settings of the person, not of a library. One JSON file, written atomically. */
export function openSettings(file: string): SettingsStore {
  const store = new Conf<{ recentLibraries: unknown; desktop: unknown }>({
    cwd: dirname(file),
    configName: basename(file, '.json'),
    // A file that is no JSON is begun anew rather than keeping the app from starting: nothing in it is hard to say again.
    clearInvalidConfig: true,
  });
  // Each on its own: one that makes no sense does not cost the other.
  const recent = (): RecentLibraries => {
    const parsed = recentLibraries.safeParse(store.get('recentLibraries'));
    return parsed.success ? parsed.data : [];
  };
  const desktop = (): DesktopSettings => {
    const parsed = desktopSettings.safeParse(store.get('desktop'));
    return parsed.success ? parsed.data : desktopSettings.parse({});
  };
  return {
    recent,
    opened: ({ root, name }, now) => {
      const others = recent().filter((library) => library.root !== root);
      store.set('recentLibraries', [{ root, name, lastOpenedAt: now }, ...others].slice(0, MOST_RECENT));
    },
    desktop,
    setDesktop: (changes) => store.set('desktop', { ...desktop(), ...changes }),
  };
}

/** For programs that leave no trace of what they opened: the CLI, tests. */
export const noSettings: SettingsStore = {
  recent: () => [],
  opened: () => {},
  desktop: () => desktopSettings.parse({}),
  setDesktop: () => {},
};
