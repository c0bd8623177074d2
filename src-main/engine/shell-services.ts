import type { LocalApi } from '../../src-preload/contract/system.ts';

/** What the engine may ask of the desktop around it. Absent (`null`) in the CLI, under `serve` and in tests. */
export interface ShellServices {
  /** Asks the person for a folder; null when they closed the dialog. */
  chooseFolder(title: string): Promise<string | null>;
  /** Shows a file in the system's file manager. */
  reveal(path: string): Promise<void>;
  versions: { electron: string };
  /** Whether the desktop shows a tray, by which an app without a window can be reached. */
  trayAvailable(): Promise<boolean>;
  startsAtLogin(): Promise<boolean>;
  /** Throws where the system does not let it be changed. */
  setStartAtLogin(on: boolean): Promise<void>;
  /** The local API of the app, which a person switches on and off. */
  localApi: {
    status(): LocalApi;
    set(on: boolean): Promise<LocalApi>;
    /** Puts the address or the token into the clipboard; false where there is none. */
    copy(what: 'url' | 'token'): boolean;
  };
  /** Where a first library would go, and the folder of sample photos, if there is one. */
  places(): { suggestedLibrary: string; samples: string | null };
}
