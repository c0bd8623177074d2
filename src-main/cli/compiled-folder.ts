import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Node keeps what it compiled of the command line: the user's own cache folder, and not the shared temporary one,
 * in which another user could lay code for us to run. Nothing in it is precious. `NODE_COMPILE_CACHE` overrules it.
 */
export function compiledFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  return join(userCacheFolder(platform, env), 'safelight', 'compiled');
}

function userCacheFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
