export interface ElectronRuntime {
  /** Absolute path of the program. */
  executable: string;
  /** e.g. `33.2.1`. */
  version: string;
  /** override: `ELECTRON_OVERRIDE_DIST_PATH` · official: the npm package's own binary · registry: made by us. */
  origin: 'override' | 'official' | 'registry';
}

/** One line for people: which Electron, and from where. */
export function describeElectron({ version, origin, executable }: ElectronRuntime): string {
  const whence = {
    override: 'named by ELECTRON_OVERRIDE_DIST_PATH',
    official: 'the official binary',
    registry: 'made out of a package of the npm registry',
  };
  return `Electron ${version}, ${whence[origin]}: ${executable}`;
}
