import { describe, expect, it } from 'vitest';
import { parseMediaUrl } from '../../../src-main/shell/media-url.ts';

describe('a media address', () => {
  it('names a kind, a photo and a version', () => {
    expect(parseMediaUrl('safelight-media://thumbnail/42?v=ab12')).toEqual({
      kind: 'thumbnail',
      photoId: 42,
      version: 'ab12',
    });
    expect(parseMediaUrl('safelight-media://preview/1?v=x%2Fy')?.version).toBe('x/y');
  });

  it.each([
    'nonsense',
    'safelight-media://original/42?v=a',
    'safelight-media://thumbnail/42',
    'safelight-media://thumbnail/42?v=',
    'safelight-media://thumbnail/0?v=a',
    'safelight-media://thumbnail/-1?v=a',
    'safelight-media://thumbnail/1.5?v=a',
    'safelight-media://thumbnail/0x10?v=a',
    'safelight-media://thumbnail/42/../../etc/passwd?v=a',
    'safelight-media://thumbnail//etc/passwd?v=a',
    'safelight-media://thumbnail/9999999999999999?v=a',
  ])('is nothing else: %s', (address) => {
    expect(parseMediaUrl(address)).toBeNull();
  });
});
