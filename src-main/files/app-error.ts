/**
 * never: it will fail the same way until something else changes · later: the cause may pass, try again with backoff ·
 * now: nothing was wrong with the work itself (its process went away under it), try at once.
 */
export type RetryClass = 'never' | 'later' | 'now';

export interface AppErrorOptions {
  /** Facts for the text that the renderer or the CLI makes from `code`. Plain JSON. */
  detail?: string;
  retry?: RetryClass;
  cause?: unknown;
}

/** The one error class that crosses module borders. `code` is stable, `message` is for logs only. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly detail: string | undefined;
  readonly retry: RetryClass;

  constructor(code: string, options: AppErrorOptions = {}) {
    super(options.detail === undefined ? code : `${code}: ${options.detail}`, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.retry = options.retry ?? 'never';
  }
}

const SYSTEM_CODES: Record<string, { code: string; retry: RetryClass }> = {
  ENOENT: { code: 'file_missing', retry: 'never' },
  ENOTDIR: { code: 'file_missing', retry: 'never' },
  EACCES: { code: 'no_permission', retry: 'never' },
  EPERM: { code: 'no_permission', retry: 'never' },
  EROFS: { code: 'read_only', retry: 'never' },
  ENOSPC: { code: 'disk_full', retry: 'never' },
  EDQUOT: { code: 'disk_full', retry: 'never' },
  ENAMETOOLONG: { code: 'name_too_long', retry: 'never' },
  EEXIST: { code: 'target_exists', retry: 'never' },
  EISDIR: { code: 'is_a_directory', retry: 'never' },
  EBUSY: { code: 'file_busy', retry: 'later' },
  EMFILE: { code: 'too_many_open_files', retry: 'later' },
  ENFILE: { code: 'too_many_open_files', retry: 'later' },
  EIO: { code: 'io_error', retry: 'later' },
  SQLITE_FULL: { code: 'disk_full', retry: 'never' },
  SQLITE_IOERR: { code: 'io_error', retry: 'later' },
  SQLITE_READONLY: { code: 'read_only', retry: 'never' },
  SQLITE_CORRUPT: { code: 'library_damaged', retry: 'never' },
  ESTALE: { code: 'volume_away', retry: 'later' },
  ENODEV: { code: 'volume_away', retry: 'later' },
};

/** SQLite says `SQLITE_IOERR_WRITE` and the like: the primary code, and where it happened. */
function primaryCode(code: string): string {
  return /^SQLITE_[A-Z]+/.exec(String(code))?.[0] ?? code;
}

/** The `AppError` for anything thrown: system errors by their errno, ours unchanged, the rest as `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const errno = (error as NodeJS.ErrnoException | null)?.code;
  const known = errno === undefined ? undefined : (SYSTEM_CODES[errno] ?? SYSTEM_CODES[primaryCode(errno)]);
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError(known?.code ?? 'internal', { detail, retry: known?.retry ?? 'never', cause: error });
}
