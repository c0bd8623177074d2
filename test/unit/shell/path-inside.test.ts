import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathInside } from '../../../src-main/shell/path-inside.ts';

const folder = join('/', 'app', 'out', 'renderer');

describe('the file that a page address names', () => {
  it('lies in the folder of the page', () => {
    expect(pathInside(folder, '/index.html')).toBe(join(folder, 'index.html'));
    expect(pathInside(folder, '/assets/a%20b.js')).toBe(join(folder, 'assets', 'a b.js'));
  });

  it.each([
    '/../main/index.js',
    '/..%2fmain%2findex.js',
    '/%2e%2e/main/index.js',
    '/assets/../../main/index.js',
    '/..',
    '/',
    '/../renderer-secrets/x.js',
    '/a%00.js',
    '/%',
  ])('is never outside of it: %s', (path) => {
    expect(pathInside(folder, path)).toBeNull();
  });
});
