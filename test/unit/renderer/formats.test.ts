import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestProjectName } from '../../../src-renderer/features/upload/suggest-project.ts';
import { bytes, fraction, percent, plural } from '../../../src-renderer/lib/format/numbers.ts';
import { baseName, folderOf, shownPath } from '../../../src-renderer/lib/format/path.ts';
import { duration, etaText, takenText } from '../../../src-renderer/lib/format/time.ts';

describe('numbers', () => {
  it('are counted and sized as people do', () => {
    expect([plural(1, 'photo'), plural(1200, 'photo')]).toEqual(['1 photo', '1,200 photos']);
    expect([0, 1, 999, 1000, 999_950, 8_123_456, 4e12].map(bytes)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '1 MB',
      '8.1 MB',
      '4 TB',
    ]);
  });

  it('never say more than all, nor all before it is all', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (done, total) => {
        expect(fraction(done, total)).toBeLessThanOrEqual(1);
        if (done < total) expect(percent(done, total)).not.toBe('100%');
      }),
    );
  });
});

describe('times', () => {
  it('gives what is left as a range, coarse on purpose', () => {
    expect(etaText({ lowMs: 70_000, highMs: 130_000 })).toBe('about 1–3 min left');
    expect(etaText({ lowMs: 40_000, highMs: 70_000 })).toBe('about 40 s to 2 min left');
    expect(etaText({ lowMs: 100, highMs: 2000 })).toBe('a few seconds left');
    expect(etaText({ lowMs: 2 * 3_600_000, highMs: 2 * 3_600_000 })).toBe('about 2 h left');
  });

  it('shows the local time of the camera as it was written, wherever it is shown', () => {
    expect(takenText('2024-04-13T20:36:30', -210)).toBe('13 Apr 2024, 20:36:30 UTC−03:30');
    expect(takenText('2024-04-13T20:36:30.25', null)).toBe('13 Apr 2024, 20:36:30');
    expect(takenText('0000-00-00T00:00:00', null)).toBe('0000-00-00T00:00:00');
  });

  it('gives durations', () => {
    expect([400, 12_000, 200_000, 7_500_000].map(duration)).toEqual([
      '0.4 s',
      '12 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });
});

describe('paths', () => {
  it('are taken apart for showing, with either separator', () => {
    expect([baseName('/a/b.jpg'), folderOf('/a/b.jpg'), baseName('C:\\x\\y\\'), folderOf('/a')]).toEqual([
      'b.jpg',
      '/a',
      'y',
      '/',
    ]);
  });

  it('show what cannot be shown: odd bytes, line breaks', () => {
    expect(shownPath('caf\uefe9\n.jpg')).toBe('caf\ufffd␊.jpg');
  });
});

describe('name of the project that a drop would make', () => {
  const suggest = (...paths: string[]) => suggestProjectName(paths, '2026-11-23');

  it('is that of the folder dropped, or of the folder of the files', () => {
    expect(suggest('/home/a/Winter in Tromsø')).toBe('Winter in Tromsø');
    expect(suggest('/home/a/Winter/IMG_1.CR3')).toBe('Winter');
    expect(suggest('/home/a/Winter/one', '/home/a/Winter/two')).toBe('Winter');
  });

  it('looks past the folders of a card, and takes the day where no folder says anything', () => {
    expect(suggest('/media/a/EOS_DIGITAL/DCIM/100CANON')).toBe('EOS_DIGITAL');
    expect(suggest('/home/a/Desktop/IMG_1.jpg')).toBe('2026-11-23');
    expect(suggest('/DCIM')).toBe('2026-11-23');
    expect(suggest('/')).toBe('2026-11-23');
  });
});
