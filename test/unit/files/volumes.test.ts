import { describe, expect, test } from 'vitest';
import { mountId, mountOf, parseMountInfo } from '../../../src-main/files/volumes.ts';

const MOUNTS = parseMountInfo(`\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 8:17 / /mnt/Shoot\\04004 rw,relatime - exfat /dev/sdb1 rw
31 22 8:33 /photos/2025 /home/me/Trip rw - ext4 /dev/sdc1 rw
32 22 0:40 / /home/me/tmp rw - tmpfs tmpfs rw
33 22 0:41 / /home/me/nas rw master:3 - nfs4 server:/export rw
34 33 0:42 / /home/me/nas rw - tmpfs none rw
not a line of the table
`);
const UUIDS = new Map([
  ['sdb1', '68E4-1A2B'],
  ['sdc1', '7c1d'],
]);

describe('the mount that a path is on', () => {
  test.for([
    ['/home/me/photo.jpg', '/'],
    ['/mnt/Shoot 04', '/mnt/Shoot 04'],
    ['/mnt/Shoot 04/Trip', '/mnt/Shoot 04'],
    ['/mnt/Shoot 045', '/'],
    ['/home/me/Trip', '/home/me/Trip'],
    ['/', '/'],
  ] as const)('%s is on %s', ([path, point]) => {
    expect(mountOf(MOUNTS, path)?.point).toBe(point);
  });

  test('of two at one point it is the one on top', () => {
    expect(mountOf(MOUNTS, '/home/me/nas/a')?.type).toBe('tmpfs');
  });

  test('without any there is none', () => {
    expect(mountOf([], '/a')).toBeNull();
  });
});

describe('what a volume is known by', () => {
  test.for([
    ['/mnt/Shoot 04', 'uuid:68E4-1A2B', 'its uuid, whatever device it was given this time'],
    ['/home/me/Trip', 'uuid:7c1d:/photos/2025', 'and the part of it that is mounted here'],
    ['/home', 'ext4:/dev/vda', 'its device, where no uuid is known'],
    [
      '/home/me/tmp',
      'tmpfs:tmpfs@/home/me/tmp',
      'its place, where nothing else tells it from others of its kind',
    ],
  ] as const)('%s is %s: %s', ([path, id]) => {
    const mount = mountOf(MOUNTS, path);
    expect(mount === null ? null : mountId(mount, UUIDS)).toBe(id);
  });

  test('a share is its server and path, wherever it is mounted', () => {
    const share = MOUNTS.find(({ type }) => type === 'nfs4');
    expect(share === undefined ? null : mountId(share, UUIDS)).toBe('nfs4:server:/export');
  });
});
