import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { findViolations } from './layers/find-violations.ts';
import { type ModuleImport, moduleImports } from './layers/module-imports.ts';
import { projectRoot } from './project-root.ts';

/** `npm run layers`: fails when a file imports what its layer may not. The rules: scripts/layers/layer-rules.ts */
export async function main(): Promise<number> {
  const imports = await readImports();
  const violations = findViolations(imports);
  for (const violation of violations) console.error(violation);
  console.log(`layers: ${imports.size} files, ${violations.length} violations`);
  return violations.length === 0 ? 0 : 1;
}

async function readImports(): Promise<Map<string, ModuleImport[]>> {
  const imports = new Map<string, ModuleImport[]>();
  for (const folder of ['src-main', 'src-preload', 'src-renderer']) {
    for (const entry of await readdir(join(projectRoot, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name.endsWith('.d.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      const name = relative(projectRoot, path).split(sep).join('/');
      imports.set(name, moduleImports(name, await readFile(path, 'utf8')));
    }
  }
  return imports;
}
