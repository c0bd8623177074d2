/**
 * Who may import whom. A layer is a folder or a single file, and the most specific entry that holds a file decides.
 * What is not allowed is forbidden, so a new folder must be given its place here first. The files of one layer may
 * import each other; files that need each other at run time (a cycle) are never allowed.
 */
export interface Layer {
  /** Layers that this one may import, by key. */
  layers: readonly string[];
  /** Restricted packages that this layer may import. */
  packages?: readonly string[];
  /** True where `packages` is the full list of what may be imported from outside, Node's own modules included. */
  nothingElse?: true;
  /** Layers that may not even be reached by way of the files that this layer imports. */
  mustNotReach?: readonly string[];
}

export type LayerRules = Readonly<Record<string, Layer>>;

/** Packages for the layers that name them. Any other package may be imported by any layer without `nothingElse`. */
export const RESTRICTED_PACKAGES: readonly string[] = [
  'electron',
  'better-sqlite3',
  'sharp',
  'exiftool-vendored',
  'exifr',
  'libheif-js',
  'piscina',
  'react',
  'react-dom',
];

const CONTRACT = 'src-preload/contract';
/** Needed everywhere, and needing nothing: errors, and names as bytes. */
const PURE_FILES = ['src-main/files/app-error.ts', 'src-main/files/native-path.ts'];
/** What people write about a photo, in one form for the workers that read it and the engine that compares it. */
const DESCRIPTION = 'src-main/metadata/description.ts';
/** For every layer of src-main. */
const COMMON = [...PURE_FILES, DESCRIPTION, 'src-main/version.ts', 'src-main/config', CONTRACT];
/** The engine's side of the worker host. */
const WORKER_CLIENT = [
  'src-main/workers/protocol.ts',
  'src-main/workers/client.ts',
  'src-main/workers/coalesce-descriptions.ts',
  'src-main/workers/entry.ts',
];
const DATA = ['src-main/library', 'src-main/files', 'src-main/metadata'];
const WORK = ['src-main/jobs', 'src-main/tasks', 'src-main/handlers'];

const pure: LayerRules = Object.fromEntries(PURE_FILES.map((file) => [file, { layers: PURE_FILES }]));
const data: LayerRules = Object.fromEntries(
  DATA.map((key) => [key, { layers: [...COMMON, 'src-main/db', ...DATA, 'src-main/workers/protocol.ts'] }]),
);
const work: LayerRules = Object.fromEntries(
  WORK.map((key) => [key, { layers: [...COMMON, 'src-main/db', ...DATA, ...WORK, ...WORKER_CLIENT] }]),
);

export const LAYERS: LayerRules = {
  [CONTRACT]: { layers: [], packages: ['zod', '@orpc/contract'], nothingElse: true },
  'src-preload': { layers: [CONTRACT], packages: ['electron'], nothingElse: true },
  'src-renderer': { layers: [CONTRACT], packages: ['react', 'react-dom'] },

  ...pure,
  [DESCRIPTION]: { layers: [] },
  'src-main/version.ts': { layers: [] },
  'src-main/config': { layers: [...PURE_FILES, CONTRACT] },
  'src-main/db': { layers: COMMON, packages: ['better-sqlite3'] },
  ...data,
  ...work,
  'src-main/engine': {
    layers: [
      ...COMMON,
      'src-main/db',
      ...DATA,
      ...WORK,
      ...WORKER_CLIENT,
      'src-main/engine/shell-services.ts',
    ],
  },
  // What the desktop offers the engine: the one thing of it that the shell has to know.
  'src-main/engine/shell-services.ts': { layers: [CONTRACT] },
  'src-main/api': { layers: [...COMMON, ...DATA, ...WORK, 'src-main/engine'] },
  // The router over HTTP, for programs of this machine.
  'src-main/serve': { layers: [...COMMON, 'src-main/engine', 'src-main/api'] },
  'src-main/cli': {
    layers: [...COMMON, ...DATA, ...WORK, 'src-main/engine', 'src-main/api', 'src-main/serve'],
  },

  // The code that runs in the worker host knows nothing of the engine: paths and options in, facts out.
  'src-main/workers/protocol.ts': { layers: [] },
  'src-main/workers/entry.ts': { layers: PURE_FILES },
  'src-main/workers/coalesce-descriptions.ts': { layers: [...PURE_FILES, 'src-main/workers/protocol.ts'] },
  'src-main/workers/client.ts': { layers: [...PURE_FILES, 'src-main/workers', ...WORKER_CLIENT] },
  'src-main/workers': {
    layers: [...PURE_FILES, DESCRIPTION, 'src-main/files', 'src-main/workers/protocol.ts'],
    mustNotReach: ['src-main/db', ...WORK, 'src-main/library', 'src-main/engine'],
    packages: ['sharp', 'exiftool-vendored', 'exifr', 'libheif-js', 'piscina'],
  },

  // The only places that know of Electron.
  'src-main/shell': { layers: [...COMMON, 'src-main/engine/shell-services.ts'], packages: ['electron'] },
  'src-main/index.ts': {
    layers: [...COMMON, 'src-main/shell', 'src-main/engine', 'src-main/api', 'src-main/serve'],
    packages: ['electron'],
  },
};
