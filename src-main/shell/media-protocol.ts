import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { toNative } from '../files/native-path.ts';
import { type MediaKind, parseMediaUrl } from './media-url.ts';
import { MEDIA_SCHEME } from './schemes.ts';

export interface MediaFile {
  path: string;
  /** Changes whenever the picture does. */
  version: string;
  mime: string;
}

/** A derivative that exists, or null. */
export type FindMedia = (kind: MediaKind, photoId: number) => MediaFile | null;

/**
 * `safelight-media://<thumbnail|preview>/<photoId>?v=<version>`: our own derivatives by photo id. No path comes from
 * the page, so nothing else can be asked for. An address names one version for ever, hence cached without asking
 * again; a version that is no longer the current one is not there.
 */
export function serveMedia(find: FindMedia): void {
  protocol.handle(MEDIA_SCHEME, async (request) => {
    const wanted = request.method === 'GET' ? parseMediaUrl(request.url) : null;
    if (wanted === null) return notFound();
    const file = find(wanted.kind, wanted.photoId);
    if (file === null || file.version !== wanted.version) return notFound();
    try {
      // In one piece: the largest preview is about a megabyte, and a stream per picture costs more than it saves.
      const bytes = await readFile(toNative(file.path));
      return new Response(bytes, {
        headers: {
          'content-type': file.mime,
          'cache-control': 'private, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return notFound(); // Gone since the database was asked; the reconcile job tells the page of it.
    }
  });
}

const notFound = (): Response =>
  new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
