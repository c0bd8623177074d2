import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Config } from '../config/schema.ts';
import type { Db } from '../db/connection.ts';
import type { JobItemRow, JobRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import type { FolderFlush } from '../files/folder-flush.ts';
import type { Changes } from '../jobs/changes.ts';
import type { Clock } from '../jobs/clock.ts';
import type { CostModel } from '../jobs/cost-model.ts';
import type { Probe } from '../jobs/probe.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import type { LibraryPaths } from '../library/library-paths.ts';
import type { WorkerHost } from '../workers/protocol.ts';

/** A declared task that follows from what a handler found. */
export interface FollowUp {
  type: string;
  /** Default: none. */
  projectId?: number;
  params: unknown;
  /** Default: none; its handler finds its own work. */
  items?: readonly NewItem[];
  /** While a task with this key waits, no other is added. */
  dedupeKey?: string;
  /** Who asked for it. Default: `maintenance`. */
  requestedBy?: string;
  /** Of all its steps. Default: as declared. */
  priority?: number;
}

/** What the engine lends to handlers. */
export interface HandlerServices {
  db: Db;
  workers: WorkerHost;
  paths: LibraryPaths;
  /** What counts now; it may be another object the next time it is read. */
  readonly config: Config;
  clock: Clock;
  changes: Changes;
  costs: CostModel;
  log: Logger;
  /** For names that are given or taken away: on the disk before the database says so. */
  folders: FolderFlush;
  /**
   * Stores a task, in the transaction that is open: an item's end and what follows from it are there together or not at
   * all. Answers its id, or that of the one that waits under its key.
   * @throws AppError `queue_full`
   */
  startTask(order: FollowUp): string;
  /**
   * The same for any number of items: stored in pieces, outside of any transaction, and there whole or not at all.
   * @param signal gives it up while it is not there yet
   * @throws AppError `queue_full`; `no_library` where the engine stops meanwhile; the reason of `signal`
   */
  buildTask(order: FollowUp, signal: AbortSignal): Promise<string>;
  /** Where tests end the process; does nothing otherwise. */
  probe: Probe;
}

export interface JobContext<Payload> {
  services: HandlerServices;
  job: JobRow;
  payload: Payload;
  /** Fires when the job is to stop. Stop between steps; what was done stays done. */
  signal: AbortSignal;
}

/** True where a person stopped the job, rather than the engine that is about to end and will go on later. */
export function isCanceled(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof AppError && signal.reason.code === 'canceled';
}

export interface ItemContext<Payload> extends JobContext<Payload> {
  item: JobItemRow;
  /**
   * Runs `work` as one transaction, if the item is still ours.
   * @throws AppError `lease_lost`: stop, and write nothing more
   */
  commit<T>(work: () => T): T;
  /**
   * Says that the item is at work. Calls to workers say so by themselves; what works long without any has to do it at
   * least every `pipeline.stale_seconds`, or is taken for hanging.
   */
  alive(): void;
}

export interface ItemResult {
  state: 'done' | 'skipped' | 'failed';
  photoId?: number | null;
  /** Stored with the item, as JSON. */
  result?: unknown;
  error?: { code: string; detail?: string | undefined } | null;
  /** Changes that belong to the item's end: made in the same transaction, so both are there or neither. */
  apply?: () => void;
}

/** Items that were found, and how far the search has come with them. */
export interface Discovery {
  items: NewItem[];
  /** Handed to `discover` when it has to go on after an interruption. */
  cursor: string;
}

/**
 * One job type. Items run several at a time and may run again after a crash: what an item did already must not be done
 * twice. Throw an `AppError` to fail; its `retry` says whether trying again can help.
 */
export interface JobHandler<Payload> {
  type: string;
  payload: z.ZodType<Payload>;
  /** Items in flight at once. */
  concurrency(services: HandlerServices): number;
  /**
   * Finds the items of a job that was stored without any, page by page. Where there are more than one job may hold,
   * the engine makes further jobs of the same step for them.
   * @param from the cursor of the last page that was stored, null at the beginning
   */
  discover?(context: JobContext<Payload>, from: string | null): AsyncIterable<Discovery>;
  /**
   * Notes what is about to be done with an item, in the transaction that starts it: the intent is stored before anything
   * moves, and costs no transaction of its own. Called again when the item is started again. Must not throw.
   */
  begin?(context: Omit<JobContext<Payload>, 'signal'>, item: JobItemRow): void;
  runItem(context: ItemContext<Payload>): Promise<ItemResult>;
  /** What has to be noted when an item fails for good; part of the transaction that fails it. */
  giveUp?(context: ItemContext<Payload>, error: AppError): Pick<ItemResult, 'photoId' | 'result'> | undefined;
  /** Cleans up behind an item that will not be finished (it failed for good, or was canceled), before it is marked so. */
  abandon?(context: ItemContext<Payload>): Promise<void>;
  /** For a step that a task may not need: whether there is anything to do. Default: there is. */
  isNeeded?(services: Pick<HandlerServices, 'db'>, payload: Payload): boolean;
  /**
   * True for a step that is about what came of the items of the steps before it: where some of those are tried again, it
   * comes again after them. Default false.
   */
  followsItems?: boolean;
  /**
   * True where a person acts upon the end of a job, such as formatting a card: it is flushed to the disk before it is
   * told. Default false: a power cut may take the end back, and the work is then found done.
   */
  flushEnd?: boolean;
  /**
   * True where originals are moved: every transaction of the job is flushed, so that not even a power cut can leave a
   * file where no row knows it. Many items share a flush. Default false.
   */
  durable?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds handlers of every payload; each checks its own on read.
export type AnyJobHandler = JobHandler<any>;
export type HandlerRegistry = ReadonlyMap<string, AnyJobHandler>;
