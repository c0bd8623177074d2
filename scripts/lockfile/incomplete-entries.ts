export interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, LockEntry>;
}

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Entries that a complete lockfile would have for optional dependencies of its packages, by key. */
export function incompleteEntries(lockfile: Lockfile): Map<string, LockEntry> {
  const missing = new Map<string, LockEntry>();
  for (const [parent, { optionalDependencies, dev }] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      if (isLocked(lockfile, parent, name)) continue;
      const { os, cpu, libc } = platformOf(name);
      missing.set(`node_modules/${name}`, {
        version,
        cpu: [cpu],
        ...(dev === true ? { dev } : {}),
        ...(libc === null ? {} : { libc: [libc] }),
        optional: true,
        os: [os],
      });
    }
  }
  return missing;
}

/** As Node looks for it: beside the parent's own dependencies, then outwards. */
function isLocked({ packages }: Lockfile, parent: string, name: string): boolean {
  for (let folder = parent; ; ) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
    const outer = folder.lastIndexOf('/node_modules/');
    folder = outer < 0 ? '' : folder.slice(0, outer);
  }
}

/** What a name like `@biomejs/cli-linux-x64-musl` or `@oxc-parser/binding-win32-arm64-msvc` is for. */
export function platformOf(name: string): { os: string; cpu: string; libc: 'glibc' | 'musl' | null } {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not tell which system it is for`);
  if (os !== 'linux') return { os, cpu, libc: null };
  return { os, cpu, libc: words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc' };
}
