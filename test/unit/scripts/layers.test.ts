import { describe, expect, it } from 'vitest';
import { findViolations } from '../../../scripts/layers/find-violations.ts';
import { moduleImports } from '../../../scripts/layers/module-imports.ts';

function violations(files: Record<string, string>): string[] {
  return findViolations(
    new Map(Object.entries(files).map(([file, text]) => [file, moduleImports(file, text)])),
  );
}

describe('the layer rule', () => {
  it('accepts imports that go downwards', () => {
    const files = {
      'src-main/api/router.ts': `import { open } from '../engine/app.ts'; import '../../src-preload/contract/index.ts';`,
      'src-main/engine/app.ts': `import '../jobs/claim.ts'; import '../handlers/render.ts'; export const open = 1;`,
      'src-main/jobs/claim.ts': `import type { Db } from '../db/connection.ts';`,
      'src-main/handlers/render.ts': `import { host } from '../workers/protocol.ts'; import '../library/photos.ts';`,
      'src-renderer/app/main.tsx': `import { photo } from '../../src-preload/contract/photos.ts'; import 'react';`,
    };
    expect(violations(files)).toEqual([]);
  });

  it.each([
    ['src-main/db/rows.ts', `import { App } from '../engine/app.ts';`],
    ['src-main/jobs/claim.ts', `import { createRouter } from '../api/router.ts';`],
    ['src-main/engine/app.ts', `import { dialog } from 'electron';`],
    ['src-main/engine/app.ts', `import '../shell/main-window.ts';`],
    ['src-main/api/router.ts', `import Database from 'better-sqlite3';`],
    ['src-main/handlers/render.ts', `import sharp from 'sharp';`],
    ['src-main/workers/host.ts', `import { open } from '../db/connection.ts';`],
    ['src-main/workers/threads/exif.ts', `import type { JobRow } from '../../jobs/rows.ts';`],
    ['src-main/shell/main-window.ts', `import { createRouter } from '../api/router.ts';`],
    ['src-renderer/app/main.tsx', `import { createApp } from '../../src-main/engine/app.ts';`],
    ['src-renderer/app/main.tsx', `import '../../src-preload/index.ts';`],
    ['src-renderer/app/main.tsx', `import { ipcRenderer } from 'electron';`],
    ['src-preload/contract/photos.ts', `import { readFile } from 'node:fs';`],
    ['src-preload/contract/photos.ts', `import '../../src-main/files/app-error.ts';`],
    ['src-preload/index.ts', `import { z } from 'zod';`],
  ])('refuses %s with %s', (file, text) => {
    expect(violations({ [file]: text })).toHaveLength(1);
  });

  it.each([
    ['a re-export', `export { dialog } from 'electron';`],
    ['a re-export of all', `export * from 'electron';`],
    ['a dynamic import', `const { dialog } = await import('electron');`],
    ['a type', `import type { Dialog } from 'electron';`],
    ['an inline type', `let dialog: import('electron').Dialog;`],
    ['a side effect', `import 'electron/main';`],
  ])('sees %s', (_kind, text) => {
    expect(violations({ 'src-main/engine/app.ts': text })).toEqual([
      'src-main/engine/app.ts: src-main/engine may not import the package electron',
    ]);
  });

  it('is not taken in by comments and strings', () => {
    const text = `// import 'electron';\nconst text = "import 'electron'"; /* export * from 'electron' */`;
    expect(violations({ 'src-main/engine/app.ts': text })).toEqual([]);
  });

  it('keeps workers off the database even at second hand', () => {
    const files = {
      'src-main/workers/threads/files.ts': `import { copy } from '../../files/copy.ts';`,
      'src-main/files/copy.ts': `import { open } from '../db/connection.ts';`,
      'src-main/db/connection.ts': '',
    };
    expect(violations(files)).toEqual([
      expect.stringContaining('src-main/workers may not depend on src-main/db'),
    ]);
  });

  it('refuses cycles, but not those of types alone', () => {
    const a = 'src-main/files/a.ts';
    const b = 'src-main/files/b.ts';
    const bothWays = { [a]: `import { b } from './b.ts';`, [b]: `import { a } from './a.ts';` };
    expect(violations(bothWays)).toEqual([`cycle: ${a} → ${b} → ${a}`]);
    expect(violations({ ...bothWays, [b]: `import type { A } from './a.ts';` })).toEqual([]);
  });

  it('wants every folder to have its place', () => {
    expect(violations({ 'src-main/new-thing/x.ts': '' })).toEqual([
      expect.stringContaining('is in no layer'),
    ]);
  });
});
