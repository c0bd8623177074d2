import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takenAtOf } from '../../../src-main/workers/exif/taken-at.ts';
import { photoDescription } from '../../../src-preload/contract/photos.ts';

const two = (number: number) => String(number).padStart(2, '0');
const time = fc
  .record({
    year: fc.integer({ min: 0, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    fraction: fc.constantFrom('', '.5', '.050', '.123456789', '.1234567891'),
    sign: fc.constantFrom('', '+', '-'),
    hours: fc.integer({ min: 0, max: 23 }),
    minutes: fc.constantFrom(0, 30, 45),
  })
  .map(({ year, month, fraction, sign, hours, minutes }) => {
    const offset = sign === '' ? '' : `${sign}${two(hours)}:${two(minutes)}`;
    return { local: `${String(year).padStart(4, '0')}-${two(month)}-28T23:59:58`, fraction, offset };
  });

test('exactly the times that are read back from files as they were said can be said', () => {
  fc.assert(
    fc.property(time, ({ local, fraction, offset }) => {
      const [whole = '', day = ''] = [local.replace('T', ' '), local.slice(0, 10)];
      const written = {
        'EXIF:DateTimeOriginal': whole.replace(day, day.replaceAll('-', ':')),
        'EXIF:SubSecTimeOriginal': fraction.slice(1),
        'EXIF:OffsetTimeOriginal': offset,
      };
      const read = takenAtOf(written);
      const isSame =
        read.takenAt === local + fraction && (read.takenOffsetMinutes === null) === (offset === '');
      expect(photoDescription.safeParse({ takenAt: local + fraction + offset }).success).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});
