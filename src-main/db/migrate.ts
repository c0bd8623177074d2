import type { Db } from './connection.ts';
import { transaction } from './connection.ts';
import { migrations } from './migrations/index.ts';

export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
  readonly found: number;
  readonly known: number;
  constructor(found: number, known: number) {
    super(`schema ${found} is newer than ${known}`);
    this.found = found;
    this.known = known;
  }
}

export interface MigrateOptions {
  /** Writes a copy of the database to this file before an existing one is changed. */
  backupTo(fromVersion: number): string;
}

/** Brings the database to the newest schema, each step in a transaction of its own. Answers the version reached. */
export function migrate(db: Db, options: MigrateOptions): number {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > migrations.length) throw new NewerSchemaError(found, migrations.length);
  if (found === migrations.length) return found;
  // VACUUM INTO copies a consistent state, WAL included, which copying the file would not.
  if (found > 0) db.prepare('VACUUM INTO ?').run(options.backupTo(found));
  for (let version = found; version < migrations.length; version += 1) {
    transaction(db, () => {
      db.exec(migrations[version] ?? '');
      db.pragma(`user_version = ${version + 1}`);
    });
  }
  return migrations.length;
}
