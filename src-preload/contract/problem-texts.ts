import type { Problem } from './photos.ts';

export interface ProblemText {
  /** Two or three words for a badge or a list. */
  short: string;
  /** One sentence: what it is, and what a person can do about it where there is something. */
  sentence: string;
  /** The sentence where nothing at all could be shown, if it is another one. */
  nothingShown?: string;
}

/** What can be wrong with one file or one photo, by its stable code. */
export const PROBLEMS: Record<string, ProblemText> = {
  // Reading and writing
  file_missing: { short: 'File missing', sentence: 'The file is no longer where it was.' },
  no_permission: {
    short: 'No permission',
    sentence: 'Safelight may not read or write this file. Check its permissions.',
  },
  read_only: { short: 'Read-only', sentence: 'The folder is read-only, so nothing could be written there.' },
  disk_full: {
    short: 'Disk full',
    sentence: 'The disk is full. Make room, then try again; nothing was left half-written.',
  },
  name_too_long: { short: 'Name too long', sentence: 'The file name is longer than the disk allows.' },
  target_exists: {
    short: 'Name taken',
    sentence: 'Another file has this name already, and Safelight never overwrites.',
  },
  is_a_directory: { short: 'Is a folder', sentence: 'This is a folder, not a file.' },
  not_a_file: { short: 'Not a file', sentence: 'This is not an ordinary file.' },
  file_busy: { short: 'In use', sentence: 'Another program is using this file. It will be tried again.' },
  too_many_open_files: {
    short: 'System busy',
    sentence: 'The system has too many files open. It will be tried again.',
  },
  io_error: {
    short: 'Disk error',
    sentence: 'The disk reported an error while this file was read or written.',
  },
  volume_away: { short: 'Drive away', sentence: 'The drive with this file is not connected.' },
  source_changed: {
    short: 'Changed meanwhile',
    sentence: 'The file changed while it was being taken in. Import it again when it is finished.',
  },
  copy_mismatch: {
    short: 'Copy differs',
    sentence: 'The copy did not match the original, so it was thrown away.',
  },
  file_changed: {
    short: 'Changed since',
    sentence: 'The file is not what it was when this was planned, so it was left as it is.',
  },
  other_volume: {
    short: 'Other drive',
    sentence:
      'It lies on another drive than the place it would go to, so it cannot be moved there in one step and was left as it is.',
  },
  bit_rot: {
    short: 'Content changed',
    sentence:
      'Its content is not what it was, though nobody saved it: the disk may be failing. Compare it with a backup.',
  },

  // What a change to originals leaves as it is
  restored_in_part: {
    short: 'Not all of it',
    sentence: 'A file of this photo is not in the trash any more. The others were brought back.',
  },
  wanted_again: {
    short: 'Wanted again',
    sentence: 'Somebody wanted it again before its turn came, so it stayed.',
  },
  other_half_lost: {
    short: 'Is the last picture',
    sentence:
      'What was to stay of this photo is not on the disk as it should be, or is damaged, so the half that was to go stayed, too.',
  },
  not_confirmed: {
    short: 'Not confirmed',
    sentence: 'What was typed is not the name, so nothing was changed.',
  },
  mass_loss: {
    short: 'Many files are missing',
    sentence:
      'More files are missing than may vanish at once, so the check stopped and marked none of them. Is a drive not connected, or was a folder moved?',
  },

  // What the content is
  empty_file: { short: 'Empty file', sentence: 'The file is empty: it has a name but no content.' },
  truncated: {
    short: 'Cut short',
    sentence: 'The file is cut short: the end of the picture is missing.',
    nothingShown: 'The file is cut short: too little of it is there to show a picture.',
  },
  corrupt_data: {
    short: 'Damaged',
    sentence: 'The picture data is damaged.',
    nothingShown: 'The picture data is damaged, so that nothing can be shown.',
  },
  not_an_image: { short: 'Not a picture', sentence: 'This is not a picture, whatever its name says.' },
  unsupported_format: { short: 'Unknown format', sentence: 'Safelight cannot show this picture format yet.' },
  unsupported: { short: 'Not a photo', sentence: 'This is neither a photo nor a file that belongs to one.' },
  unknown_content: {
    short: 'Unknown content',
    sentence: 'Safelight does not know what this file is, so it was left where it is.',
  },
  wrong_extension: { short: 'Misnamed', sentence: 'The content is not what the file name says it is.' },
  too_many_pixels: {
    short: 'Too large',
    sentence: 'The picture claims more pixels than Safelight will open at once.',
  },
  no_embedded_preview: {
    short: 'No preview inside',
    sentence: 'This RAW file carries no preview picture, so there is nothing to show yet.',
  },
  video: { short: 'Video', sentence: 'This is a video. It is kept with your photos but not played here.' },
  audio: { short: 'Sound', sentence: 'This is a sound recording. It is kept, but there is nothing to show.' },
  document: { short: 'Document', sentence: 'This is a document, not a photo.' },

  // What an import leaves out
  system_file: {
    short: 'System file',
    sentence: 'The system or a camera made this file for itself; it is not a photo.',
  },
  partial_download: { short: 'Half downloaded', sentence: 'This is a download that has not finished.' },
  no_photo_for_sidecar: {
    short: 'No photo for it',
    sentence: 'This sidecar belongs to a photo that is not here.',
  },
  duplicate: { short: 'Already there', sentence: 'The project has this very content already.' },
  metadata_conflict: {
    short: 'Conflict',
    sentence:
      'The library and the file were both changed, in different ways. Nothing was overwritten: say which counts.',
  },
  metadata_damaged: {
    short: 'Metadata damaged',
    sentence:
      'The metadata in this file cannot be read to its end. Nothing was taken from it, and it is as it was.',
  },
  metadata_not_written: {
    short: 'Not written',
    sentence:
      'ExifTool found something wrong with the file and would not write into it. It is as it was; its details say why.',
  },
  write_mismatch: {
    short: 'Not proven',
    sentence:
      'What was written did not read back as it should, so it was thrown away. The file is as it was.',
  },
  metadata_outranked: {
    short: 'Another file counts first',
    sentence:
      'By the settings another file of this photo counts first, and it says otherwise and is not written into. Nothing was written.',
  },
  raw_not_written: {
    short: 'RAW is never written into',
    sentence:
      'The settings say that nothing is written beside photos, and RAW files other than DNG are never written into. Nothing was written.',
  },
  in_trash: {
    short: 'In the trash',
    sentence: 'You removed it from this library; it is still in the trash, and can be restored from there.',
  },
  duplicate_in_selection: {
    short: 'Twice',
    sentence: 'The same content is in this import more than once; one copy is taken in.',
  },
  conflict: {
    short: 'In another project',
    sentence: 'Another project of this library has this very content.',
  },

  differs_from_library: {
    short: 'Other content',
    sentence: 'The photo has a file of this name already, with other content.',
  },
  no_picture_file: { short: 'No picture', sentence: 'None of the files of this photo holds a picture.' },
  not_a_sidecar: {
    short: 'Not a sidecar',
    sentence: 'It is named like a sidecar, but its content is something else.',
  },
  link: { short: 'Link', sentence: 'This is a link to another place; links are not followed.' },
  special_file: { short: 'Not a file', sentence: 'This is a device or a pipe, not an ordinary file.' },
  system_folder: { short: 'System folder', sentence: 'The system or a camera keeps this folder for itself.' },
  path_inside_library: {
    short: 'In the library',
    sentence: 'It lies inside this library, so its photos are here already.',
  },
  path_not_absolute: { short: 'Not a full path', sentence: 'It is not a full path.' },

  // What a check finds
  base_taken: {
    short: 'Name of another photo',
    sentence: 'Another photo of the project has this name. Rename the file, and it will be taken in.',
  },

  // What a scan leaves out, or cannot begin with
  not_in_library: {
    short: 'Not in the library',
    sentence: 'The file belongs to no photo of this library, so there is nothing to do it for.',
  },
  scan_again: {
    short: 'Scan again',
    sentence:
      'It could not be read when it was looked for, and can be now. Start the scan again to have it in.',
  },
  path_missing: { short: 'Folder missing', sentence: 'The folder that was to be scanned is not there.' },
  path_unreadable: { short: 'Not readable', sentence: 'The folder that was to be scanned cannot be read.' },
  path_not_a_folder: { short: 'Not a folder', sentence: 'This is a file; only folders are scanned.' },

  // What happened while working
  quarantined: { short: 'Set aside', sentence: 'This file crashed the decoder twice and was set aside.' },
  worker_crashed: { short: 'Decoder crashed', sentence: 'The decoder crashed while it worked on this file.' },
  worker_timeout: {
    short: 'Took too long',
    sentence: 'The file took too long to decode, so Safelight stopped trying.',
  },
  worker_out_of_memory: {
    short: 'Out of memory',
    sentence: 'Decoding this file needed more memory than it may have.',
  },
  out_of_memory: { short: 'Out of memory', sentence: 'Decoding this file needed more memory than there is.' },
  worker_restarted: {
    short: 'Interrupted',
    sentence: 'The work was interrupted by another file and will be tried again.',
  },
  worker_unavailable: {
    short: 'Decoder not running',
    sentence: 'The decoder could not be started, so this file waits.',
  },
  exiftool_missing: {
    short: 'Tool missing',
    sentence: 'The tool that reads metadata is missing from this installation. Install Safelight again.',
  },
  reader_failed: { short: 'Not read', sentence: 'The library could not be read just now. Try again.' },
  lease_lost: { short: 'Taken over', sentence: 'Another run took this work over, so this one stopped.' },
  photo_gone: {
    short: 'Photo gone',
    sentence: 'The photo was removed from the library before its turn came.',
  },
  project_gone: { short: 'Project gone', sentence: 'The project was removed before its turn came.' },
  project_folder_missing: {
    short: 'Folder missing',
    sentence: 'The folder of this project is not there. Is its drive connected?',
  },
  project_folder_outside: {
    short: 'Folder outside',
    sentence: 'The folder of this project leads out of the library, so nothing was written.',
  },
  unknown_task_type: {
    short: 'Unknown work',
    sentence: 'A newer version of Safelight asked for this work; this one does not know it.',
  },
  queue_full: {
    short: 'Queue full',
    sentence: 'Too much work is waiting. Try again when some of it is done.',
  },
  exiftool_failed: {
    short: 'Metadata failed',
    sentence: 'The tool that reads metadata could not read this file.',
  },
  attempts_exhausted: {
    short: 'Gave up',
    sentence: 'It failed several times in a row, so Safelight stopped trying.',
  },
  canceled: { short: 'Canceled', sentence: 'It was canceled before its turn came.' },
  crash_loop: {
    short: 'Keeps crashing',
    sentence: 'Safelight died again and again while it worked on this, so it was set aside.',
  },
  unknown_job_type: {
    short: 'Unknown work',
    sentence: 'A newer version of Safelight asked for this work; this one does not know it.',
  },
  bad_payload: {
    short: 'Unreadable order',
    sentence: 'The stored order for this work cannot be read, so it was not begun.',
  },
  bad_order: {
    short: 'Order does not fit',
    sentence: 'What was asked for does not fit, so nothing was begun.',
  },
  action_disabled: {
    short: 'Switched off',
    sentence: 'The settings of this library do not allow this to be started by hand.',
  },
  already_running: { short: 'Under way', sentence: 'The same work is under way already.' },
  nothing_to_do: { short: 'Nothing to do', sentence: 'There was nothing left to do here.' },
  item_missing: { short: 'Not there', sentence: 'This file is no longer in the list of the task.' },
  settings_invalid: {
    short: 'Setting does not fit',
    sentence: 'A setting has a value that is not possible.',
  },
  stalled: {
    short: 'No sign of life',
    sentence: 'Nothing was heard of the work on this file for so long that Safelight let go of it.',
  },
  handed_back: {
    short: 'Interrupted',
    sentence: 'Safelight was closed; the work goes on at the next start.',
  },
  port_taken: {
    short: 'Port taken',
    sentence: 'Another program listens on this port, or it may not be used. Choose another one.',
  },
  token_too_short: {
    short: 'Token too short',
    sentence: 'The token is too short: it could be guessed. Take at least 16 characters.',
  },
  internal: {
    short: 'Unexpected error',
    sentence: 'Something went wrong inside Safelight. The log has the details.',
  },
};

/** The text for a problem; one with an unknown code still makes a sentence that names the code. */
export function problemText(problem: Problem): ProblemText {
  return (
    PROBLEMS[problem.code] ?? {
      short: problem.code.replaceAll('_', ' '),
      sentence: `It stopped with the reason “${problem.code.replaceAll('_', ' ')}”.`,
    }
  );
}

/** The same for a file or photo that failed: no picture came of it, so none is promised. */
export function failureText(problem: Problem): ProblemText {
  const text = problemText(problem);
  return text.nothingShown === undefined ? text : { ...text, sentence: text.nothingShown };
}
