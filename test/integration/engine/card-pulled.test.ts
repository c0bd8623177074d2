import { execFileSync } from 'node:child_process';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { ImportService } from '../../../src-main/engine/import-service.ts';
import { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { handlers } from '../../../src-main/handlers/registry.ts';
import type { ProbePoint } from '../../../src-main/jobs/probe.ts';
import { openLibrary } from '../../../src-main/library/open-library.ts';
import { loadTaskDefinitions } from '../../../src-main/tasks/definitions.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { fixedConfig } from '../../fixtures/engine/fixed-config.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const PHOTOS = 24;
const folder = await temporaryFolder('card-pulled');
let engine: LibraryEngine | null = null;
let workers: WorkerHost | null = null;

afterEach(async () => {
  await engine?.close();
  await workers?.close();
  [engine, workers] = [null, null];
});

/** The whole import on the real worker host, told when it passes a point. */
async function open(name: string, clock: FakeClock, probe: (point: ProbePoint) => void) {
  workers = createWorkerHost({ derivativesThreads: 1, exifThreads: 1, filesThreads: 1 });
  engine = new LibraryEngine({
    opened: await openLibrary(join(folder, name), { create: true, program: 'test', now: Date.now() }),
    config: await fixedConfig(),
    definitions: await loadTaskDefinitions(join(import.meta.dirname, '..', '..', '..', 'resources')),
    handlers,
    workers,
    clock,
    log: pino({ level: 'silent' }),
    program: 'test',
    publish: () => {},
    onHalt: () => {},
    probe,
  });
  await engine.start({ work: true });
  return engine;
}

async function startImport(on: LibraryEngine, card: string): Promise<string> {
  const imports = new ImportService(on);
  for await (const event of imports.analyze([card], { name: 'Trip' }, undefined)) {
    if (event.type === 'done') return (await imports.start(event.analysis.id, 'skip')).taskId;
  }
  throw new Error('the analysis did not end');
}

/** A card is a place of its own: a mount that can be pulled while it is read where this runs as root, else a folder. */
const isMountable = process.platform === 'linux' && process.getuid?.() === 0;
test.for([
  {
    kind: 'a folder that is moved away',
    insert: (card: string) => rename(`${card} in a pocket`, card),
    pull: (card: string) => rename(card, `${card} in a pocket`),
    runs: true,
  },
  {
    kind: 'a mounted drive that is pulled',
    insert: async (card: string) => {
      await mkdir(card, { recursive: true });
      execFileSync('mount', ['--bind', `${card} in a pocket`, card]);
    },
    // Lazy: also where a file on it is open at this moment, as when a card is pulled by hand.
    pull: async (card: string) => void execFileSync('umount', ['--lazy', card]),
    runs: isMountable,
  },
])(
  'an import whose card is $kind waits for it, and goes on when it is back',
  async ({ kind, insert, pull, runs }, { skip }) => {
    if (!runs) skip('only root can mount');
    const card = join(folder, 'cards', kind);
    await makeCard(`${card} in a pocket`, PHOTOS, { size: 'tiny' });
    const originals = await hashTree(`${card} in a pocket`);
    await insert(card);
    const clock = new FakeClock();
    let copied = 0;
    let pulled: Promise<void> | null = null;
    const on = await open(kind, clock, (point) => {
      if (point !== 'file_copied') return;
      copied += 1;
      if (copied === 5) pulled = pull(card);
    });
    const id = await startImport(on, card);
    await until(() => getTask(on.db, id)?.state === 'waiting', 'parking', 20_000);
    await pulled;
    expect(selectOne(on.db, 'SELECT state, parked_detail, attempt FROM jobs')).toEqual({
      state: 'parked',
      parked_detail: card,
      attempt: 0,
    });
    const failed = `SELECT ref, error_code FROM job_items WHERE state = 'failed'`;
    expect(selectAll(on.db, failed)).toEqual([]);

    // It looks, and the card is still away.
    clock.pass(60_000);
    on.tick();
    await on.parked.look();
    expect(getTask(on.db, id)?.state).toBe('waiting');

    await insert(card);
    clock.pass(60_000);
    on.tick();
    await on.taskEnded(id);
    expect(getTask(on.db, id)?.state).toBe('completed');
    expect(selectAll(on.db, failed)).toEqual([]);
    expect(selectOne(on.db, 'SELECT count(*) AS photos FROM photos')).toEqual({ photos: PHOTOS });
    const sums = (files: readonly { sha256: string }[]) => files.map((file) => file.sha256).sort();
    expect(sums(await hashTree(join(folder, kind, 'Trip')))).toEqual(sums(originals));
    expect(brokenInvariants(on.db)).toEqual([]);
    if (kind.startsWith('a mounted')) await pull(card);
  },
);
