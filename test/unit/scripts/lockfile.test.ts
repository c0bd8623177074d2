import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  incompleteEntries,
  type Lockfile,
  platformOf,
} from '../../../scripts/lockfile/incomplete-entries.ts';
import { projectRoot } from '../../../scripts/project-root.ts';

const text = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');

describe('the lockfile', () => {
  it('names every binary for every system, else `npm ci` refuses it (node scripts/run.mjs complete-lockfile)', () => {
    expect([...incompleteEntries(JSON.parse(text)).keys()]).toEqual([]);
  });

  it('records no download addresses, which would tie it to one registry', () => {
    expect(text).not.toMatch(/"resolved"/);
  });
});

describe('completing a lockfile', () => {
  const lockfile: Lockfile = {
    packages: {
      '': {},
      'node_modules/tool': {
        dev: true,
        optionalDependencies: { '@tool/linux-x64-musl': '1.2.3', '@tool/here': '1.0.0' },
      },
      'node_modules/tool/node_modules/@tool/here': { version: '1.0.0' },
    },
  };

  it('adds what is missing, for the system that its name tells, and nothing that is there', () => {
    expect([...incompleteEntries(lockfile)]).toEqual([
      [
        'node_modules/@tool/linux-x64-musl',
        { version: '1.2.3', dev: true, optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
      ],
    ]);
  });

  it.each([
    ['@oxc-parser/binding-linux-arm-gnueabihf', { os: 'linux', cpu: 'arm', libc: 'glibc' }],
    ['@oxc-parser/binding-linux-arm-musleabihf', { os: 'linux', cpu: 'arm', libc: 'musl' }],
    ['@oxc-parser/binding-win32-arm64-msvc', { os: 'win32', cpu: 'arm64', libc: null }],
    ['@biomejs/cli-darwin-x64', { os: 'darwin', cpu: 'x64', libc: null }],
  ])('reads %s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('does not guess', () => {
    expect(() => platformOf('@tool/binary')).toThrow('does not tell');
  });
});
