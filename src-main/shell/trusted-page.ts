/** Whether `address` is the app's own page: same scheme, host, port and path; what follows `?` or `#` is its affair. */
export function isTrustedPage(address: string, pageUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const page = new URL(pageUrl);
  // Not `origin`: it is the string "null" for every scheme that is not http(s), so it would match any of them.
  return url.protocol === page.protocol && url.host === page.host && url.pathname === page.pathname;
}
