import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import pino from 'pino';
import { afterAll, expect, test } from 'vitest';
import { createRouter } from '../../../src-main/api/router.ts';
import { createApp } from '../../../src-main/engine/app.ts';
import { makeCard, makeCorrupt } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('analysis');
const app = await createApp({
  settingsFile: null,
  resourcesDir: join(import.meta.dirname, '..', '..', '..', 'resources'),
  log: pino({ level: 'silent' }),
  shell: null,
  ...(process.env.SAFELIGHT_SQLITE_BINDING ? { sqliteBinding: process.env.SAFELIGHT_SQLITE_BINDING } : {}),
});
afterAll(() => app.close());

test('damaged files are told from those that cannot be had: they are taken in, and counted as that', async () => {
  const drop = join(folder, 'drop');
  await makeCard(drop, 2, { size: 'tiny' });
  await makeCorrupt(drop);
  const client = createRouterClient(createRouter(app), { context: {} });
  await client.library.open({ root: join(folder, 'Library'), create: true });
  for await (const event of await client.upload.analyze({ paths: [drop], project: { name: 'P' } })) {
    if (event.type !== 'done') continue;
    const { id, totals } = event.analysis;
    const ask = async (taken: boolean) =>
      (await client.upload.entries({ analysisId: id, outcome: 'failed', taken })).entries;
    const damaged = await ask(true);
    expect(damaged.map((entry) => entry.problem?.code)).toContain('empty_file');
    expect(await ask(false)).toEqual([]);
    expect(totals.damaged).toEqual({
      files: damaged.length,
      bytes: damaged.reduce((sum, entry) => sum + entry.bytes, 0),
    });
    expect(totals.damaged).toEqual(totals.byOutcome.failed);
    return;
  }
  throw new Error('the analysis ended without a result');
});
