import { describe, expect, it } from 'vitest';
import { isTrustedPage } from '../../../src-main/shell/trusted-page.ts';

const page = 'safelight://app/index.html';

describe('who may hand over a port', () => {
  it.each([page, `${page}#/project/3`, `${page}?view=loupe`])('our own page does: %s', (url) => {
    expect(isTrustedPage(url, page)).toBe(true);
  });

  it.each([
    '',
    'about:blank',
    'https://app/index.html',
    'file:///index.html',
    'safelight://app/other.html',
    'safelight://evil/index.html',
    'safelight://app:81/index.html',
    'safelight-media://app/index.html',
    'data:text/html,safelight://app/index.html',
  ])('no other does: %s', (url) => {
    expect(isTrustedPage(url, page)).toBe(false);
  });

  it('the development server is one origin, port included', () => {
    expect(isTrustedPage('http://localhost:5173/', 'http://localhost:5173')).toBe(true);
    expect(isTrustedPage('http://localhost:5174/', 'http://localhost:5173')).toBe(false);
  });
});
