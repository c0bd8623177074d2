import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { incompleteEntries, type Lockfile } from './lockfile/incomplete-entries.ts';
import { projectRoot } from './project-root.ts';

/**
 * `node scripts/run.mjs complete-lockfile`, after a change of dependencies. A registry mirror may lack the binaries
 * for other systems; npm then leaves them out of the lockfile, and `npm ci` refuses such a lockfile, everywhere. The
 * entries are added here by what their names say. They carry no hash, as there is nothing here to hash; npm fetches
 * none of them but on the system that they are for.
 */
export async function main(): Promise<number> {
  const path = join(projectRoot, 'package-lock.json');
  const lockfile: Lockfile = JSON.parse(await readFile(path, 'utf8'));
  const added = incompleteEntries(lockfile);
  for (const [key, entry] of added) {
    lockfile.packages[key] = entry;
    console.log(`added ${key} ${entry.version}`);
  }
  const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lockfile.packages = Object.fromEntries(sorted);
  if (added.size > 0) await writeFile(path, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(`complete-lockfile: ${added.size} entries added`);
  return 0;
}
