import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { ImportService } from '../../../src-main/engine/import-service.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { CARD_KINDS, pocketOf } from '../../fixtures/tree/pulled-card.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const PHOTOS = 24;
const folder = await temporaryFolder('card-pulled');
let close: (() => Promise<void>) | null = null;

afterEach(async () => {
  await close?.();
  close = null;
});

async function startImport(on: LibraryEngine, card: string): Promise<string> {
  const imports = new ImportService(on);
  for await (const event of imports.analyze([card], { name: 'Trip' }, undefined)) {
    if (event.type === 'done') return (await imports.start(event.analysis.id, 'skip')).taskId;
  }
  throw new Error('the analysis did not end');
}

test.for(CARD_KINDS)(
  'an import whose card is $kind waits for it, and goes on when it is back',
  async ({ kind, insert, pull, isMounted, runs }, { skip }) => {
    if (!runs) skip('only root can mount');
    const card = join(folder, 'cards', kind);
    await makeCard(pocketOf(card), PHOTOS, { size: 'tiny' });
    const originals = await hashTree(pocketOf(card));
    await insert(card);
    const clock = new FakeClock();
    let copied = 0;
    let pulled: Promise<void> | null = null;
    const { engine: on, close: closeIt } = await realEngine(join(folder, kind), {
      clock,
      probe: (point) => {
        if (point !== 'file_copied') return;
        copied += 1;
        if (copied === 5) pulled = pull(card);
      },
    });
    close = closeIt;
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
    await on.upkeep.parked.look();
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
    if (isMounted) await pull(card);
  },
);
