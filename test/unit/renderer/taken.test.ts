import { describe, expect, test } from 'vitest';
import {
  readShift,
  readTime,
  shiftedTime,
  shiftText,
  storedTime,
  timeOf,
  typedTime,
} from '../../../src-renderer/lib/format/taken.ts';

describe('a time that is typed', () => {
  test.each([
    ['2025-06-01 12:00:00', '2025-06-01T12:00:00', null],
    ['2025-06-01T12:00', '2025-06-01T12:00:00', null],
    ['2025:06:01 12:00:00.25', '2025-06-01T12:00:00.25', null],
    ['2025-6-1 9:05:00 +02:00', '2025-06-01T09:05:00', 120],
    ['2025-06-01 12:00:00-0330', '2025-06-01T12:00:00', -210],
    ['2025-06-01 12:00:00 −5', '2025-06-01T12:00:00', -300],
    ['2025-06-01 12:00:00 UTC+05:45', '2025-06-01T12:00:00', 345],
    [' 2025-06-01 12:00:00Z ', '2025-06-01T12:00:00', 0],
  ])('%s is understood', (typed, local, offsetMinutes) => {
    expect(readTime(typed)).toEqual({ local, offsetMinutes });
  });

  test.each([
    '',
    'yesterday',
    '2025-02-30 12:00:00',
    '2025-06-01 24:00:00',
    '2025-06-01',
    '2025-06-01 12:00:00 +15:00',
    // No file can say these, so that they would wait to be written for ever.
    '2025-06-01 12:00:00 -13:00',
    '1825-06-01 12:00:00',
    '0000-01-01 00:00:00',
  ])('%s is none', (typed) => expect(readTime(typed)).toBeNull());

  test('stands in the field as it can be typed, and is read back as the same', () => {
    for (const stored of [
      '2025-06-01T12:00:00.5+02:00',
      '2025-06-01T12:00:00-03:30',
      '2025-06-01T12:00:00',
    ]) {
      const time = timeOf(stored);
      expect(time === null ? null : readTime(typedTime(time))).toEqual(time);
      expect(time === null ? null : storedTime(time)).toBe(stored);
    }
    expect(typedTime({ local: '2025-06-01T12:00:00.000', offsetMinutes: 60 })).toBe(
      '2025-06-01 12:00:00 +01:00',
    );
  });
});

describe('a clock that was wrong', () => {
  test.each([
    ['1:30', 5400],
    ['+1:00:00', 3600],
    ['-0:05', -300],
    ['−0:00:45', -45],
    ['36:00:00', 129_600],
    ['1h 30min', 5400],
    ['-45s', -45],
    ['2 h', 7200],
  ])('%s is so many seconds', (typed, seconds) => expect(readShift(typed)).toBe(seconds));

  test.each(['', '-', 'an hour', '1', '1:2:3'])('%s is no shift', (typed) =>
    expect(readShift(typed)).toBeNull(),
  );

  test('moves a local time over midnight and over the end of a year, and never by the zone of this machine', () => {
    expect(shiftedTime('2025-12-31T23:59:30', 45)).toBe('2026-01-01T00:00:15');
    expect(shiftedTime('2025-03-30T01:59:59.250', 3600)).toBe('2025-03-30T02:59:59.250');
    expect([shiftText(5400), shiftText(-45)]).toEqual(['1 h 30 min later', '45 s earlier']);
  });
});
