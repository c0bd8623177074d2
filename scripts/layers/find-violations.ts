import { posix } from 'node:path';
import { LAYERS, type LayerRules, RESTRICTED_PACKAGES } from './layer-rules.ts';
import type { ModuleImport } from './module-imports.ts';

/** Path (from the project's root, with `/`) → what that file imports. */
export type ImportMap = ReadonlyMap<string, readonly ModuleImport[]>;

/** One line for each import that breaks a rule, and one for each cycle. Empty where all is well. */
export function findViolations(
  imports: ImportMap,
  rules: LayerRules = LAYERS,
  restricted: readonly string[] = RESTRICTED_PACKAGES,
): string[] {
  const found: string[] = [];
  for (const [file, list] of imports) {
    const key = layerOf(file, rules);
    const layer = key === null ? undefined : rules[key];
    if (key === null || layer === undefined) {
      found.push(`${file}: is in no layer; give its folder a place in scripts/layers/layer-rules.ts`);
      continue;
    }
    for (const { specifier } of list) {
      if (specifier.startsWith('.')) {
        const target = resolveImport(file, specifier);
        if (/\.(json|css|svg|png|webp|woff2)$/.test(target)) continue; // Data, of no layer.
        const targetKey = layerOf(target, rules);
        const allowed = targetKey === key || (targetKey !== null && layer.layers.includes(targetKey));
        if (!allowed) found.push(`${file}: ${key} may not import ${target} (${targetKey ?? 'in no layer'})`);
      } else {
        const name = packageName(specifier);
        const named = layer.packages?.includes(name) ?? false;
        const free = layer.nothingElse !== true && !restricted.includes(name);
        if (!named && !free) found.push(`${file}: ${key} may not import the package ${name}`);
      }
    }
    for (const target of reached(file, imports)) {
      const targetKey = layerOf(target, rules);
      if (targetKey === null || !layer.mustNotReach?.includes(targetKey)) continue;
      found.push(`${file}: ${key} may not depend on ${target}, and does by way of what it imports`);
    }
  }
  return [...found, ...findCycles(imports).map((cycle) => `cycle: ${cycle.join(' → ')}`)];
}

/** The most specific rule that holds a file: its own, else that of the nearest folder. */
export function layerOf(file: string, rules: LayerRules): string | null {
  for (let path = file; path !== '.' && path !== '/'; path = posix.dirname(path)) {
    if (Object.hasOwn(rules, path)) return path;
  }
  return null;
}

function resolveImport(file: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\?.*$/, '')));
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** The files that `file` imports at run time. An import of types is gone by then. */
function neighbours(file: string, imports: ImportMap): string[] {
  return (imports.get(file) ?? [])
    .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
    .map(({ specifier }) => resolveImport(file, specifier))
    .filter((target) => imports.has(target));
}

/** All that `file` imports at run time, directly or not. */
function reached(file: string, imports: ImportMap): Set<string> {
  const found = new Set<string>();
  const waiting = neighbours(file, imports);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...neighbours(next, imports));
  }
  return found;
}

/** Each cycle once, told from the file that comes first in the walk. */
function findCycles(imports: ImportMap): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of neighbours(file, imports)) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return cycles;
}
