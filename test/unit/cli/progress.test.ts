import { expect, test } from 'vitest';
import { fitted } from '../../../src-main/cli/progress.ts';

const line = 'Upload processing: 14 of 28, 2 skipped';

test('the words are whole as long as they fit, and the bar takes the room that they leave', () => {
  expect(fitted(line, 80, 14, 28)).toBe(`[${'#'.repeat(14)}${'.'.repeat(14)}] ${line}`);
  expect(fitted(line, 60, 14, 28)).toContain(line);
  expect(fitted(line, 60, 14, 28)).toMatch(/^\[#+\.+] /);
  expect(fitted(line, 45, 14, 28)).toBe(line);
});

test('a line never reaches the last column, where a terminal would wrap it', () => {
  for (let columns = 2; columns < 120; columns += 1)
    expect(fitted(line, columns, 14, 28).length).toBeLessThan(columns);
});
