import { parseSync } from 'vite';

export interface ModuleImport {
  /** As written: `../files/app-error.ts`, `node:fs`, `zod`. */
  specifier: string;
  /** True where only types come in by it, so that nothing of it is left at run time. */
  typeOnly: boolean;
}

/**
 * Everything that a TypeScript file imports: static, re-exported, dynamic, and types only. Parsed, not guessed: a
 * comment or a string that looks like an import is none.
 */
export function moduleImports(file: string, source: string): ModuleImport[] {
  const { module, program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const typeOnly = new Map<string, boolean>();
  const note = (specifier: string, types: boolean): void => {
    typeOnly.set(specifier, types && (typeOnly.get(specifier) ?? true));
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    note(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) if (moduleRequest) note(moduleRequest.value, isType);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text)?.[2];
    if (literal !== undefined) note(literal, false);
  }
  for (const specifier of importTypes(program)) note(specifier, true);
  return [...typeOnly].map(([specifier, types]) => ({ specifier, typeOnly: types }));
}

/** `import('./x.ts').T` in a type is part of no import list; it is found in the tree. */
function* importTypes(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const child of node) yield* importTypes(child);
  } else if (typeof node === 'object' && node !== null) {
    const { type, source } = node as { type?: string; source?: { value?: unknown } };
    if (type === 'TSImportType' && typeof source?.value === 'string') yield source.value;
    for (const child of Object.values(node)) yield* importTypes(child);
  }
}
