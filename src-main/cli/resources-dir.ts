import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with the shipped configuration: found upwards from here, in the checkout as in a package. */
export function resourcesDir(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'resources');
    if (existsSync(join(candidate, 'config.default.json'))) return candidate;
    if (folder === dirname(folder))
      throw new Error('resources/config.default.json is missing from this installation');
  }
}
