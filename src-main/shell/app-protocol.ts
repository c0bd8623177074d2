import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { pathInside } from './path-inside.ts';
import { APP_SCHEME, MEDIA_SCHEME } from './schemes.ts';

export const APP_URL = `${APP_SCHEME}://app/index.html`;

/**
 * The page runs its own scripts, shows its own and our pictures, and talks to nobody: all data comes by the port.
 * Inline styles are allowed because the toast library brings its sheet in a `<style>` element; they run no code.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' data: blob: ${MEDIA_SCHEME}:`,
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Serves the built page out of `folder`, and nothing beside it. */
export function serveApp(folder: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    const path = url.host === 'app' ? pathInside(folder, url.pathname) : null;
    const type = path === null ? undefined : TYPES[extname(path)];
    if (path === null || type === undefined) return new Response(null, { status: 404 });
    try {
      const headers = {
        'content-type': type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      };
      return new Response(await readFile(path), { headers });
    } catch {
      return new Response(null, { status: 404 }); // Not part of the build: the page shows its own error.
    }
  });
}
