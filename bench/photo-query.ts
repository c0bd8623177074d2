import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { connect, type Db, statement, transaction } from '../src-main/db/connection.ts';
import { migrate } from '../src-main/db/migrate.ts';
import { openReader } from '../src-main/engine/reader/library-reader.ts';
import { libraryPaths } from '../src-main/library/library-paths.ts';
import { photoIndex, queryPhotos } from '../src-main/library/photo-query.ts';
import type { PhotoSort } from '../src-preload/contract/photos.ts';

const SORT: PhotoSort = { by: 'takenAt', direction: 'desc' };
const ROUNDS = 5;
/** One photo in so many contradicts its files. */
const CONFLICT_EVERY = 1000;

/**
 * The order of a whole view, and its first page, against the barest statement that reads the same rows in the same
 * order; what the order costs the event loop when the reader thread makes it; and those few that contradict their files.
 * Options: numbers of photos (100000 1000000).
 */
export async function run(args: readonly string[]): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : [100_000, 1_000_000];
  for (const size of sizes) await measure(size);
}

async function measure(photos: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'safelight-bench-query-'));
  const paths = libraryPaths(root);
  const db = connect(join(root, 'library.db'));
  try {
    migrate(db, { backupTo: () => '' });
    fill(db, photos);
    const page = { filter: {}, sort: SORT, cursor: undefined, limit: 100 };
    const bare = median(() => bareOrder(db));
    const order = median(() => photoIndex(db, {}, SORT));
    const first = median(() => queryPhotos(db, paths, page));
    const conflicts = median(() => queryPhotos(db, paths, { ...page, filter: { conflict: true } }));
    const reader = openReader({
      paths: { ...paths, database: join(root, 'library.db') },
      nativeBinding: undefined,
    });
    await reader.run('photoIndex', { filter: {}, sort: SORT });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = performance.now();
    await reader.run('photoIndex', { filter: {}, sort: SORT });
    const inThread = performance.now() - start;
    delay.disable();
    await reader.close();
    console.log(`${photos} photos`);
    console.log(
      `  order of all, on this thread   ${order.toFixed(1)} ms   (${(order / bare).toFixed(2)} times a bare statement)`,
    );
    console.log(
      `  order of all, reader thread    ${inThread.toFixed(1)} ms   (longest stall here ${(delay.max / 1e6).toFixed(1)} ms)`,
    );
    console.log(`  first page of 100, in full     ${first.toFixed(1)} ms   (goal at 1,000,000: below 30)`);
    console.log(`  first page of those in conflict ${conflicts.toFixed(1)} ms`);
  } finally {
    db.close();
    rmSync(root, { recursive: true });
  }
}

function bareOrder(db: Db): unknown[] {
  return statement(db, 'SELECT id, width, height FROM photos ORDER BY sort_at DESC, id DESC').raw().all();
}

function fill(db: Db, photos: number): void {
  transaction(db, () => {
    db.prepare(
      `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (1, 'P', 'P', 0, 0)`,
    ).run();
    const photo = db.prepare(
      `INSERT INTO photos(id, project_id, base_name, sort_at, width, height, created_at, updated_at)
       VALUES (?, 1, ?, ?, 3000, 2000, ?, 0)`,
    );
    const derivative = db.prepare(
      `INSERT INTO derivatives(photo_id, kind, status, name, updated_at) VALUES (?, ?, 'ready', 'x', 0)`,
    );
    const conflict = db.prepare(
      `INSERT INTO metadata_conflicts(photo_id, field, ours, theirs, at) VALUES (?, 'title', '1', '2', 0)`,
    );
    for (let id = 1; id <= photos; id += 1) {
      // A prime step visits every time once, out of order, as photos of several cameras come in.
      photo.run(id, `DSC_${id}`, ((id * 7919) % photos) * 1000, id);
      derivative.run(id, 'thumbnail');
      derivative.run(id, 'preview');
      if (id % CONFLICT_EVERY === 0) conflict.run(id);
    }
  });
}

function median(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
