import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { Problem } from '../../../src-preload/contract/photos.ts';
import { failureText, problemText } from '../../lib/texts/problems.ts';
import { ITEM_STATES, OUTCOMES } from '../../lib/texts/states.ts';

/** One line of the list of a task's files. */
export interface ItemLine {
  key: string;
  path: string;
  outcome: string;
  /** Why it is not simply done. */
  reason: string | null;
  /** The item that can be tried again, where it failed. */
  retryItem: number | null;
  /** False for items that are no file on the disk, such as "photo 17". */
  canReveal: boolean;
}

const isPath = (ref: string) => ref.startsWith('/') || /^[a-z]:[\\/]/i.test(ref) || ref.startsWith('\\\\');

/**
 * The lines of an item: one for each file it took in, or one for itself.
 * @param canRetry false where nothing of the task may be tried again, because somebody canceled it. Default true.
 */
export function itemLines(item: JobItem, canRetry = true): ItemLine[] {
  const sentence = (problem: Problem | null, failed: boolean) =>
    problem === null ? null : (failed ? failureText : problemText)(problem).sentence;
  if (item.files.length === 0) {
    return [
      {
        key: String(item.id),
        path: item.ref,
        outcome: ITEM_STATES[item.state],
        reason: sentence(item.error, item.state === 'failed'),
        retryItem: canRetry && item.state === 'failed' ? item.id : null,
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
