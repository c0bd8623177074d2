import DatabaseConstructor from 'better-sqlite3';

export type Db = DatabaseConstructor.Database;
type Statement = DatabaseConstructor.Statement;

export interface ConnectOptions {
  readonly?: boolean;
  /** Path of a better-sqlite3 binary built for an older Node-API; see docs/adr. Default: the one it ships. */
  nativeBinding?: string | undefined;
  /** How long a statement waits for another connection, in ms. Default 5000. */
  busyTimeoutMs?: number;
  /** `delete` is for files that are locked as a whole; WAL lets others in. Default `wal`. */
  journal?: 'wal' | 'delete';
}

/**
 * Opens a connection with every setting spelled out. Defaults surprise: a connection that turns WAL on reports
 * `synchronous=2` until its first write.
 *
 * WAL with NORMAL survives the death of any process. A power cut may take the last commits, never the consistency;
 * handlers are idempotent for that reason.
 */
export function connect(file: string, options: ConnectOptions = {}): Db {
  const busyTimeoutMs = options.busyTimeoutMs ?? 5000;
  const db = new DatabaseConstructor(file, {
    readonly: options.readonly ?? false,
    timeout: busyTimeoutMs,
    ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
  });
  db.pragma(`busy_timeout = ${busyTimeoutMs}`);
  if (!options.readonly) {
    db.pragma(`journal_mode = ${options.journal ?? 'wal'}`);
    db.pragma('synchronous = NORMAL');
    db.pragma('journal_size_limit = 67108864');
  }
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  return db;
}

const cache = new WeakMap<Db, Map<string, Statement>>();

/** The prepared statement for `sql` on this connection, prepared once. */
export function statement(db: Db, sql: string): Statement {
  let statements = cache.get(db);
  if (statements === undefined) {
    statements = new Map();
    cache.set(db, statements);
  }
  let prepared = statements.get(sql);
  if (prepared === undefined) {
    prepared = db.prepare(sql);
    statements.set(sql, prepared);
  }
  return prepared;
}

type Bindings = Record<string, unknown>;

/** Runs a statement that changes rows; answers how many. */
export function execute(db: Db, sql: string, bindings: Bindings = {}): number {
  return withRoom(db, () => statement(db, sql).run(bindings).changes);
}

/** Runs an INSERT; answers the new row's id. */
export function insert(db: Db, sql: string, bindings: Bindings): number {
  return withRoom(db, () => Number(statement(db, sql).run(bindings).lastInsertRowid));
}

/** All rows of a query. The caller names the row type, which the SQL must fit: keep the two side by side. */
export function selectAll<Row>(db: Db, sql: string, bindings: Bindings = {}): Row[] {
  return statement(db, sql).all(bindings) as Row[];
}

/** The first row of a query, or undefined. */
export function selectOne<Row>(db: Db, sql: string, bindings: Bindings = {}): Row | undefined {
  return statement(db, sql).get(bindings) as Row | undefined;
}

const roomMakers = new WeakMap<Db, () => boolean>();

/** Names what to call when the disk is full; it answers true where it made room, and the transaction is run again. */
export function onDiskFull(db: Db, makeRoom: () => boolean): void {
  roomMakers.set(db, makeRoom);
}

/**
 * Runs `work` as one transaction that takes the write lock at once. A deferred one that reads first and writes later
 * can fail with SQLITE_BUSY that no busy_timeout waits for. `work` may run twice, where the disk was full the first
 * time: what it does outside of the database has to bear that.
 */
export function transaction<T>(db: Db, work: () => T): T {
  if (db.inTransaction) return work();
  const run = db.transaction(work);
  return withRoom(db, () => run.immediate());
}

/**
 * The same, and flushed to the disk before it returns, with everything committed before it: not even a power cut takes
 * it back. It costs a flush, some milliseconds; for what people act upon.
 */
export function durableTransaction<T>(db: Db, work: () => T): T {
  db.pragma('synchronous = FULL');
  try {
    return transaction(db, work);
  } finally {
    db.pragma('synchronous = NORMAL');
  }
}

/** A part of a transaction that is undone alone when `work` throws. */
export function savepoint<T>(db: Db, work: () => T): T {
  return db.transaction(work)();
}

/** Runs a change, and once more where the disk was full and room could be made. Inside a transaction, that decides. */
function withRoom<T>(db: Db, change: () => T): T {
  if (db.inTransaction) return change();
  try {
    return change();
  } catch (error) {
    if (!isDiskFull(error) || !roomMakers.get(db)?.()) throw error;
    return change();
  }
}

function isDiskFull(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'SQLITE_FULL';
}
