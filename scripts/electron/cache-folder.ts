import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what is fetched or built once and used by every checkout: `$SAFELIGHT_CACHE/safelight`, else the
 * user's cache folder. Nothing in it is precious: deleting it costs a minute.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.SAFELIGHT_CACHE || env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'safelight');
}
