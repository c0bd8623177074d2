import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { MetadataDifference } from '../../../src-preload/contract/metadata.ts';
import type { Problem } from '../../../src-preload/contract/photos.ts';
import { clockTime } from '../../lib/format/time.ts';
import { comparedText, writtenText } from '../../lib/texts/metadata.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { ITEM_STATES, OUTCOMES } from '../../lib/texts/states.ts';

/** One line of the list of a task's files. */
export interface ItemLine {
  key: string;
  path: string;
  outcome: string;
  /** Why it is not simply done, and for one that waits for another try, when that comes. */
  reason: string | null;
  /** The item that can be tried again, where it failed. */
  retryItem: number | null;
  /** False for items that are no file on the disk, such as "photo 17". */
  canReveal: boolean;
  /** What was found to differ, where it was compared. */
  differences?: readonly MetadataDifference[];
  /** Which files say something new, where it is about writing. */
  writes?: JobItem['writes'];
}

const isPath = (ref: string) => ref.startsWith('/') || /^[a-z]:[\\/]/i.test(ref) || ref.startsWith('\\\\');

/**
 * The lines of an item: one for each file it took in, or one for itself.
 * @param canRetry false where nothing of the task may be tried again, because somebody canceled it. Default true.
 */
export function itemLines(item: JobItem, canRetry = true, now = Date.now()): ItemLine[] {
  const sentence = (problem: Problem | null, failed: boolean) =>
    problem === null ? null : (failed ? failureText : problemText)(problem).sentence;
  const own = joined(sentence(item.error, item.state === 'failed'), nextTry(item, now));
  const retryItem = canRetry && item.state === 'failed' ? item.id : null;
  if (item.difference !== undefined)
    return [
      {
        ...comparedLine(item, item.difference),
        retryItem,
        ...(item.state === 'failed' ? { reason: own } : {}),
      },
    ];
  if (item.files.length === 0) {
    return [
      {
        key: String(item.id),
        path: item.ref,
        outcome: ITEM_STATES[item.state],
        reason: own,
        retryItem,
        canReveal: isPath(item.ref),
      },
    ];
  }
  // A failure of the whole (its photo cannot be shown) belongs to all files that have no reason of their own.
  return item.files.map((file, at) => ({
    key: `${item.id}/${at}`,
    path: file.path,
    outcome: OUTCOMES[file.outcome],
    reason: sentence(
      file.problem ?? (item.state === 'failed' ? item.error : null),
      file.outcome === 'failed',
    ),
    // Once for the whole item: its files are tried together.
    retryItem: canRetry && item.state === 'failed' && at === 0 ? item.id : null,
    canReveal: isPath(file.path),
  }));
}

/** Why each field is as it is stands below the line, so the line itself needs no reason unless it failed as a whole. */
function comparedLine(item: JobItem, differences: readonly MetadataDifference[]): ItemLine {
  return {
    key: String(item.id),
    path: item.ref,
    outcome: outcomeOf(item, differences),
    reason: null,
    retryItem: null,
    canReveal: isPath(item.ref),
    differences,
    ...(item.writes === undefined ? {} : { writes: item.writes }),
  };
}

function outcomeOf({ state, writes }: JobItem, differences: readonly MetadataDifference[]): string {
  if (state === 'failed') return ITEM_STATES.failed;
  return writes === undefined ? comparedText(differences) : writtenText(differences, writes);
}

/** Null for what does not wait for another try. The first try needs no words. */
function nextTry({ state, attempt, runAt }: JobItem, now: number): string | null {
  if (state !== 'pending' || runAt === null) return null;
  const which = attempt > 0 ? `Try ${attempt + 1}` : 'The next try';
  return runAt <= now ? `${which} comes in its turn.` : `${which} comes at ${clockTime(runAt, now)}.`;
}

const joined = (...sentences: (string | null)[]) =>
  sentences.filter((sentence) => sentence !== null).join(' ') || null;
