/** Address of a derivative. `version` is part of it, so a new version is never answered from the cache. */
export function mediaUrl(kind: 'thumbnail' | 'preview', photoId: number, version: string | null): string {
  return `safelight-media://${kind}/${photoId}${version === null ? '' : `?v=${encodeURIComponent(version)}`}`;
}
