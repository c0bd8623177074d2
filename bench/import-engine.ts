import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { type App, createApp } from '../src-main/engine/app.ts';

const resourcesDir = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources');

/** The whole engine, started and warm, for imports that are timed. */
export async function openImportEngine(threads: number): Promise<App> {
  return await createApp({
    settingsFile: null,
    resourcesDir,
    log: pino({ level: 'silent' }),
    shell: null,
    program: 'bench',
    configOverrides: { derivatives: { threads } },
  });
}

/**
 * Imports the files into a new library and answers the milliseconds from the task's start to its end: copy, hash, read
 * back, metadata, preview, thumbnail, database. The look at the files before it is not counted.
 */
export async function timeImport(app: App, files: readonly string[]): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'safelight-bench-library-'));
  try {
    await app.openLibrary(root, true);
    const { engine, imports } = app.library();
    let analysisId = '';
    for await (const event of imports.analyze(files, { name: 'Bench' }, undefined)) {
      if (event.type === 'done') analysisId = event.analysis.id;
    }
    const start = performance.now();
    const { taskId } = await imports.start(analysisId, 'skip');
    await engine.taskEnded(taskId);
    const elapsedMs = performance.now() - start;
    const task = engine.db.prepare('SELECT state FROM tasks').pluck().get();
    if (task !== 'completed') throw new Error(`the import ended as ${task}`);
    return elapsedMs;
  } finally {
    await app.closeLibrary();
    rmSync(root, { recursive: true });
  }
}
