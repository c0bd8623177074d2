export type MediaKind = 'thumbnail' | 'preview';

export interface MediaRequest {
  kind: MediaKind;
  photoId: number;
  version: string;
}

/** Reads `safelight-media://<kind>/<photoId>?v=<version>`; null for anything else. */
export function parseMediaUrl(address: string): MediaRequest | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const kind = url.host;
  if (kind !== 'thumbnail' && kind !== 'preview') return null;
  const id = /^\/([1-9]\d{0,15})$/.exec(url.pathname)?.[1];
  const version = url.searchParams.get('v');
  if (id === undefined || version === null || version === '') return null;
  const photoId = Number(id);
  return Number.isSafeInteger(photoId) ? { kind, photoId, version } : null;
}
