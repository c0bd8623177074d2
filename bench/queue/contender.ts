import type { Db } from '../../src-main/db/connection.ts';

/** How many units of work a queue was given and worked through, and how long each half took. */
export interface Timing {
  /** Until all units were durably queued. */
  enqueueMs: number;
  /** From then until the end of the last one was durable. */
  workMs: number;
  /** The settings of the connection that did it, as SQLite tells them. */
  settings: string;
}

/** A queue that works through units of no work at all, so that what is measured is the queue. */
export interface Contender {
  name: string;
  /** What it does for one unit, and what it stores, in plain words. */
  what: string;
  /** Works `units` through in a new database below `folder`, which is its own. */
  run(folder: string, units: number): Promise<Timing>;
}

/** A queue whose claims are timed one by one. */
export interface ClaimQueue {
  name: string;
  /** Adds jobs that may begin at once. */
  fill(jobs: number): void;
  /** Takes one job, as its worker would, and throws where there was none. */
  claim(): void;
  close(): void;
}

/** The work, the same for all: it ends at once, but as a promise, because real work is asynchronous. */
export const noWork = async (): Promise<void> => {};

const SYNCHRONOUS = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

/** Reads them back from the connection that is used: what was asked for is not always what is in force. */
export function settingsOf(db: Db): string {
  const get = (name: string) => db.pragma(name, { simple: true });
  const synchronous = SYNCHRONOUS[Number(get('synchronous'))];
  return `journal_mode=${get('journal_mode')} synchronous=${synchronous} wal_autocheckpoint=${get('wal_autocheckpoint')} cache_size=${get('cache_size')}`;
}

/** A benchmark that counts work which was not done would be worse than none. */
export function requireAllDone(name: string, done: number, units: number): void {
  if (done !== units) throw new Error(`${name}: ${done} of ${units} units are stored as done`);
}
