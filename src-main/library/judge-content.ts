import type { FileRole, Problem } from '../../src-preload/contract/photos.ts';
import type { ContentType } from '../workers/protocol.ts';
import { roleByName, splitName } from './file-names.ts';

/** The content decides; where it is nothing we know, the name says what it was meant to be. */
export function roleByContent(name: string, content: ContentType): FileRole {
  const named = roleByName(name);
  // A drawing that can carry scripts and point at other files: no photo, and never handed to a renderer.
  if (content.format === 'svg') return 'other';
  switch (content.kind) {
    case 'image':
    case 'raw':
    case 'video':
      return content.kind;
    case 'sidecar':
      return named === 'other' ? 'sidecar' : named;
    default:
      return named;
  }
}

/** Same things under other names, so that nobody is told that their `.JPE` is wrong. */
const SAME_FORMAT: Record<string, string> = {
  jpg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  jif: 'jpeg',
  mpo: 'jpeg',
  tif: 'tiff',
  btf: 'tiff',
  heif: 'heic',
  hif: 'heic',
  m4v: 'mp4',
  dib: 'bmp',
  jpf: 'jp2',
  jpx: 'jp2',
  j2k: 'jp2',
  psb: 'psd',
};

/** What is wrong with a file, going by its name and its first bytes; null where nothing is. */
export function contentProblem(name: string, role: FileRole, content: ContentType): Problem | null {
  if (role === 'other') return null;
  if (content.format === 'empty') return { code: 'empty_file' };
  if (role === 'sidecar')
    return content.kind === 'sidecar' ? null : { code: 'not_a_sidecar', detail: content.format };
  if (
    content.kind === 'unknown' ||
    content.kind === 'document' ||
    content.kind === 'sidecar' ||
    content.kind === 'audio'
  ) {
    return { code: 'not_an_image', detail: content.format };
  }
  const extension = splitName(name).extension.toLowerCase();
  // A name that promises nothing cannot be wrong.
  if (roleByName(name) === 'other') return null;
  const named = SAME_FORMAT[extension] ?? extension;
  const wrongKind = roleByName(name) !== role;
  const bothImages = role === 'image' && named !== (SAME_FORMAT[content.format] ?? content.format);
  return wrongKind || bothImages ? { code: 'wrong_extension', detail: content.format } : null;
}
