import { protocol } from 'electron';

/** The page itself. A scheme of its own, as `file://` pages may read other files. */
export const APP_SCHEME = 'safelight';
/** Thumbnails and previews. */
export const MEDIA_SCHEME = 'safelight-media';

/** Electron takes this once, before it is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    { scheme: MEDIA_SCHEME, privileges: { standard: true, secure: true } },
  ]);
}
