import { join } from 'node:path';
import pino from 'pino';
import { expect, test } from 'vitest';
import { type App, createApp } from '../../../src-main/engine/app.ts';
import { inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const resourcesDir = join(import.meta.dirname, '..', '..', '..', 'resources');
const folder = await temporaryFolder('app');
const newApp = (settingsFile: string | null = null): Promise<App> =>
  createApp({ settingsFile, resourcesDir, log: pino({ level: 'silent' }), shell: null });

test('a library that cannot be started is not left half open: it says so each time, and is free again', async () => {
  const library = join(folder, 'library');
  const app = await newApp();
  await app.openLibrary(library, true);
  await app.closeLibrary();
  const forbid = `CREATE TRIGGER forbid BEFORE INSERT ON engine_runs BEGIN SELECT RAISE(ABORT, 'not today'); END`;
  inspectDatabase(library, (db) => db.exec(forbid));
  await expect(app.openLibrary(library, true)).rejects.toThrow('not today');
  expect(app.current()).toBeNull();
  await expect(app.openLibrary(library, true)).rejects.toThrow('not today');
  inspectDatabase(library, (db) => db.exec('DROP TRIGGER forbid'));
  // Another process would find its lock free too.
  const other = await newApp();
  await other.openLibrary(library, false);
  await other.close();
  await app.close();
});
