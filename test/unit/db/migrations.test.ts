import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connect, type Db, execute, selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { migrate } from '../../../src-main/db/migrate.ts';
import { migrations } from '../../../src-main/db/migrations/index.ts';
import { claimJob } from '../../../src-main/jobs/sql/claim.ts';
import { countJobsByState } from '../../../src-main/jobs/sql/counts.ts';
import { recoverOrphans } from '../../../src-main/jobs/sql/recover.ts';
import { jobState } from '../../../src-preload/contract/states.ts';

let folder: string | null = null;

afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
});

/** A database as an older version left it: at schema `version`, with two jobs in every state and items in them. */
function oldDatabase(version: number): { db: Db; file: string } {
  folder = mkdtempSync(join(tmpdir(), 'safelight-migrations-'));
  const file = join(folder, 'library.db');
  const db = connect(file);
  for (const sql of migrations.slice(0, version)) db.exec(sql);
  db.pragma(`user_version = ${version}`);
  for (const state of [...jobState.options, ...jobState.options]) {
    execute(
      db,
      `INSERT INTO jobs(type, scope, source, lane, priority, state, lease, parked_reason, finished_at, run_at,
         max_attempts, created_at, total, succeeded)
       VALUES ('work', 'global', 'user', 'normal', 50, @state, @lease, @parked, @finished, 0, 3, 0, 2, 1)`,
      {
        state,
        lease: state === 'running' ? 'of a process that died' : null,
        parked: state === 'parked' ? 'volume_away' : null,
        finished: ['completed', 'failed', 'canceled'].includes(state) ? 1 : null,
      },
    );
  }
  execute(
    db,
    `INSERT INTO job_items(job_id, ref, state, finished_at) SELECT id, 'done', 'done', 1 FROM jobs
     UNION ALL SELECT id, 'left', CASE state WHEN 'running' THEN 'running' ELSE 'pending' END, NULL FROM jobs`,
  );
  return { db, file };
}

test.each(migrations.slice(1).map((_, index) => index + 1))(
  'a library of schema %i is brought up to date with its jobs in every state, after a backup, and its queue goes on',
  (version) => {
    const { db } = oldDatabase(version);
    const backup = join(folder ?? '', 'backup.db');
    expect(migrate(db, { backupTo: () => backup })).toBe(migrations.length);
    expect(readdirSync(folder ?? '')).toContain('backup.db');
    const old = connect(backup, { readonly: true });
    expect(old.pragma('user_version', { simple: true })).toBe(version);
    old.close();
    expect(Object.values(countJobsByState(db))).toEqual(jobState.options.map(() => 2));
    expect(recoverOrphans(db, 10)).toMatchObject({ jobs: 2, items: 2 });
    const claimed = [1, 2, 3, 4, 5].map(
      (at) => claimJob(db, { lane: 'normal', lease: `lease ${at}`, now: 10 })?.id ?? null,
    );
    // The two that were queued and the two that were running, oldest first.
    expect(claimed.filter((id) => id !== null)).toHaveLength(4);
    expect(selectAll(db, 'PRAGMA foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(selectOne(db, `SELECT n FROM job_counts WHERE state = 'running'`)).toEqual({ n: 4 });
    db.close();
  },
);
