import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiledFolder } from '../../../src-main/cli/compiled-folder.ts';

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string[]]>([
  ['linux', {}, [homedir(), '.cache', 'safelight', 'compiled']],
  ['linux', { XDG_CACHE_HOME: '/caches' }, ['/caches', 'safelight', 'compiled']],
  ['linux', { XDG_CACHE_HOME: '' }, [homedir(), '.cache', 'safelight', 'compiled']],
  ['darwin', { XDG_CACHE_HOME: '/caches' }, [homedir(), 'Library', 'Caches', 'safelight', 'compiled']],
  ['win32', { LOCALAPPDATA: 'L:' }, ['L:', 'safelight', 'compiled']],
  ['win32', {}, [homedir(), 'AppData', 'Local', 'safelight', 'compiled']],
])('what Node compiled lies in the cache folder of the user: %s %j', (platform, env, parts) => {
  expect(compiledFolder(platform, env)).toBe(join(...parts));
});
