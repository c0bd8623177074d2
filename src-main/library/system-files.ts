const NAMES = new Set([
  '.ds_store',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '.nomedia',
  '.localized',
  'icon\r',
  '.picasa.ini',
]);
const FOLDERS = new Set([
  '@eadir',
  '#recycle',
  '$recycle.bin',
  'system volume information',
  '__macosx',
  '.spotlight-v100',
  '.fseventsd',
  '.trashes',
  '.thumbnails',
]);
/** Whole libraries and trashes: not even looked into, they can hold more files than the shoot itself. */
const OPAQUE_FOLDERS = new Set(['.safelight', '.trash', '.git']);
const PARTIAL = /\.(crdownload|part|partial|download|filepart|opdownload)$/i;

/** Why a file is none of a photographer's, by its name; null where it may be one. */
export function systemFileReason(name: string): 'system_file' | 'partial_download' | null {
  if (NAMES.has(name.toLowerCase()) || name.startsWith('._')) return 'system_file';
  return PARTIAL.test(name) ? 'partial_download' : null;
}

/** True for folders that the system or another program keeps for itself: what is in them is listed, not taken in. */
export function isSystemFolder(name: string): boolean {
  return FOLDERS.has(name.toLowerCase());
}

export function isOpaqueFolder(name: string): boolean {
  return OPAQUE_FOLDERS.has(name.toLowerCase());
}
