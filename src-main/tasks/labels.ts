/** What a job does, in the words of the tasks panel. Tasks carry their own label in their definition. */
const JOB_LABELS: Record<string, string> = {
  upload_postprocess: 'Processing uploads',
  generate_derivatives: 'Generating thumbnails and previews',
  file_removal: 'Removing files',
  file_restore: 'Restoring files',
  photo_move_files: 'Moving files',
  manifest_check: 'Comparing the library with its files',
  folder_check: 'Looking for new files',
  manifest_cleaning: 'Removing empty entries',
  project_scavenge: 'Clearing away what nothing needs any more',
  trash_maintenance: 'Emptying old trash',
  verify: 'Verifying files',
  import: 'Reading metadata',
  write: 'Writing metadata',
  write_undo: 'Bringing back what files were',
  scan: 'Scanning files',
  scan_action: 'Starting what the scan is for',
  project_delete_files: 'Moving the files of the project to the trash',
  project_cleanup: 'Removing the project',
  history_cleaning: 'Removing old history',
};

export function jobLabel(type: string): string {
  return JOB_LABELS[type] ?? humanize(type);
}

export function humanize(type: string): string {
  const words = type.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
