import { readdir, readFile, readlink, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { toNative } from './native-path.ts';

/** Where a folder is kept. */
export interface Volume {
  /**
   * The same whenever this drive is here, and another one for another drive, as far as the system lets us tell:
   * - Linux: the file system's uuid, else source and type, and the part of it that is mounted here. What has no device
   *   (tmpfs, overlay) is told by its mount point.
   * - Windows: the volume's serial number.
   * - elsewhere: the type and size of the file system. Two drives of one make can look alike; what is on them does not.
   */
  id: string;
  /** True where the volume begins at this very folder: what a drive leaves here when it is pulled is an empty folder. */
  isMountPoint: boolean;
}

export interface Mount {
  point: string;
  /** The folder of the file system that is seen at `point`: not `/` for bind mounts and subvolumes. */
  root: string;
  type: string;
  source: string;
}

const UUIDS = '/dev/disk/by-uuid';

/** @throws the file system's own error where the folder is not there */
export async function volumeOf(folder: string): Promise<Volume> {
  const info = await stat(toNative(folder));
  if (process.platform === 'linux') {
    const mount = mountOf(await readMounts(), folder);
    if (mount !== null)
      return { id: mountId(mount, await readUuids()), isMountPoint: mount.point === folder };
  }
  const isMountPoint = (await stat(toNative(dirname(folder)))).dev !== info.dev;
  if (process.platform === 'win32') return { id: `serial:${info.dev.toString(16)}`, isMountPoint };
  const { type, blocks, bsize } = await statfs(toNative(folder));
  return { id: `fs:${type.toString(16)}:${blocks * bsize}`, isMountPoint };
}

/** Lines of `/proc/self/mountinfo` (see proc(5)); those that do not read as such are left out. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ', 2);
    const [, , , root, point] = before?.split(' ') ?? [];
    const [type, source] = after?.split(' ') ?? [];
    if (root === undefined || point === undefined || type === undefined || source === undefined) return [];
    return [{ root: unescaped(root), point: unescaped(point), type, source: unescaped(source) }];
  });
}

/** The mount that a path is on: the nearest above it, and of several at one point the last one made. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const isAbove = mount.point === sep || path === mount.point || path.startsWith(mount.point + sep);
    if (isAbove && (best === null || mount.point.length >= best.point.length)) best = mount;
  }
  return best;
}

/** @param uuids of file systems, by the name of their device (`sda1`) */
export function mountId({ source, type, root, point }: Mount, uuids: ReadonlyMap<string, string>): string {
  const part = root === '/' ? '' : `:${root}`;
  const uuid = source.startsWith('/dev/') ? uuids.get(basename(source)) : undefined;
  if (uuid !== undefined) return `uuid:${uuid}${part}`;
  // `tmpfs` and `overlay` are the source of any number of mounts; a device or a server's share is one thing.
  const place = /[/:]/.test(source) ? '' : `@${point}`;
  return `${type}:${source}${place}${part}`;
}

async function readMounts(): Promise<Mount[]> {
  try {
    return parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
  } catch {
    return []; // No /proc in this sandbox: the general way is taken.
  }
}

async function readUuids(): Promise<Map<string, string>> {
  try {
    const uuids = await readdir(UUIDS);
    const links = await Promise.all(uuids.map((uuid) => readlink(join(UUIDS, uuid))));
    return new Map(uuids.map((uuid, index) => [basename(links[index] ?? ''), uuid]));
  } catch {
    return new Map(); // No udev here, as in containers: devices are told by their names.
  }
}

/** Blanks and the like are written as `\040` there. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
