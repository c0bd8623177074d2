import type { NoteDoubt } from '../../library/api-note.ts';

/** The program that has the lock, as the lock tells it. */
export interface Holder {
  root: string;
  pid: number;
  host: string;
  program: string;
}

/**
 * Why the holder could not be asked.
 * off: it offers nothing · no_answer: nothing answers where its note says · not_ours: something does, that does not take
 * the token, or has another library open; or its note is not to be believed.
 */
export type HeldReason = 'off' | 'no_answer' | 'not_ours' | NoteDoubt;

/** The library is held, and its holder cannot be asked. Nothing was changed. */
export class HeldError extends Error {
  override readonly name = 'HeldError';
  readonly holder: Holder;
  readonly reason: HeldReason;
  /** The file that `reason` is about. */
  readonly note: string;

  constructor(holder: Holder, reason: HeldReason, note: string, cause?: unknown) {
    super(reason, { cause });
    this.holder = holder;
    this.reason = reason;
    this.note = note;
  }
}

/** The holder was asked, and is not there any more: it ended, or has closed the library. */
export class HolderGone extends Error {
  override readonly name = 'HolderGone';

  constructor(why: string, cause?: unknown) {
    super(why, { cause });
  }
}
