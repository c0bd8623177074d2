// What the errors of the contract give as their reason, by its code.

export const UNUSABLE_REASONS: Record<string, string> = {
  not_a_directory: 'This is a file, and a library needs a folder.',
  not_writable: 'Safelight may not write in this folder. Choose another one, or change its permissions.',
  database_damaged:
    'The library’s database is damaged. Your photos are untouched; backups are in the library under .safelight/backups.',
  database_newer: 'A newer version of Safelight made this library. Update Safelight to open it.',
  no_locking:
    'This disk cannot lock files (some network drives cannot), so two programs could write at once and lose data.',
  sync_conflict_copy: 'This is the conflict copy of a sync folder. Open the original library instead.',
  disk_full: 'The disk is full. Make some room, then try again.',
  io_error: 'The disk reported an error.',
};

export const NAME_REASONS: Record<string, string> = {
  empty: 'Give the project a name.',
  too_long: 'The name is too long for a folder.',
  reserved: 'The system keeps this name for itself.',
  separator: 'A name cannot contain / or \\.',
  control_character: 'The name contains a character that cannot be shown.',
  leaves_library: 'The name would lead out of the library.',
  taken: 'Something of this name is in the library folder already.',
};

export const UNREADABLE_REASONS: Record<string, string> = {
  missing: 'It is not there any more. The rest can be imported without it.',
  no_permission: 'Safelight may not read it. Check its permissions.',
  inside_library: 'It lies inside this library, so its photos are here already.',
  not_absolute: 'It is not a full path.',
  io_error: 'The disk reported an error while reading it.',
};
