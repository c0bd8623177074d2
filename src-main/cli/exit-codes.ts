/** Scripts rely on these. */
export const EXIT = {
  done: 0,
  /** It ran to its end, and some items failed. */
  failedItems: 1,
  usage: 2,
  /** The library is missing, held by another process, or cannot be used. */
  library: 3,
  /** Canceled cleanly by Ctrl-C. */
  canceled: 130,
} as const;

/** A wrong call, told in one sentence. Nothing was changed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
