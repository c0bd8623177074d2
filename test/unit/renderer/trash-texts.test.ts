import { describe, expect, it } from 'vitest';
import type { Undoable } from '../../../src-preload/contract/changes.ts';
import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import { seenFrom } from '../../../src-renderer/lib/format/path.ts';
import { dateText } from '../../../src-renderer/lib/format/time.ts';
import { partsText, purgeText, undoableNote, undoableTitle } from '../../../src-renderer/lib/texts/trash.ts';

const NOW = new Date(2026, 4, 14, 15, 0).getTime();
const DAY = 24 * 3_600_000;
const file = (role: TrashEntry['files'][number]['role'], fileId: number) => ({
  fileId,
  role,
  path: `/l/${fileId}`,
  trashPath: `/l/.trash/${fileId}`,
  bytes: 1,
});
const undoable = (change: Partial<Undoable> = {}): Undoable => ({
  taskId: 't',
  kind: 'commit',
  at: new Date(2026, 4, 12, 9, 0).getTime(),
  projects: ['Wedding'],
  photos: 412,
  files: 812,
  bytes: 12e9,
  purgeAt: new Date(2026, 5, 11).getTime(),
  ...change,
});

describe('what is said of the trash', () => {
  it('names what of a photo is there', () => {
    expect(partsText({ files: [file('raw', 1)], present: true })).toBe(
      '1 RAW file; the rest is in its project',
    );
    expect(partsText({ files: [file('sidecar', 1), file('image', 2), file('raw', 3)], present: false })).toBe(
      'The whole photo: 1 picture, 1 RAW file, 1 sidecar',
    );
  });

  it('promises days, not minutes, and no day that has passed', () => {
    expect(purgeText(NOW + 12 * DAY, NOW)).toBe('Goes for good in 12 days');
    expect(purgeText(NOW + DAY / 2, NOW)).toBe('Goes for good in a day');
    expect(purgeText(NOW - DAY, NOW)).toBe('Goes with the next maintenance');
  });

  it('names what can be undone by its day and its size', () => {
    expect(undoableTitle(undoable(), NOW)).toBe('Commit of 12 May, 412 photos');
    expect(undoableTitle(undoable({ kind: 'move', photos: 1, at: NOW }), NOW)).toBe('Move of today, 1 photo');
    expect(undoableTitle(undoable({ kind: 'project_delete', at: NOW - DAY }), NOW)).toBe(
      'Deletion of “Wedding” of yesterday, 412 photos',
    );
    expect(undoableNote(undoable(), NOW)).toBe('Wedding · 812 files, 12 GB · can be undone until 11 Jun');
    expect(undoableNote(undoable({ projects: ['a', 'b', 'c', 'd'], purgeAt: null }), NOW)).toBe(
      '4 projects · 812 files, 12 GB',
    );
    expect(undoableNote(undoable({ kind: 'write', files: 3, bytes: 0, purgeAt: null }), NOW)).toBe(
      'Wedding · 3 files',
    );
  });
});

describe('a day', () => {
  it('has its year only where that is another one', () => {
    expect(dateText(new Date(2025, 11, 31, 23, 0).getTime(), NOW)).toBe('31 Dec 2025');
    expect(dateText(new Date(2026, 0, 1).getTime(), NOW)).toBe('1 Jan');
  });
});

describe('a path', () => {
  it('is told as seen from the library, and whole where it is outside', () => {
    expect(seenFrom('/lib', '/lib/Shoot/a.jpg')).toBe('Shoot/a.jpg');
    expect(seenFrom('/lib/', '/lib/a.jpg')).toBe('a.jpg');
    expect(seenFrom('/lib', '/library/a.jpg')).toBe('/library/a.jpg');
    expect(seenFrom('', '/a.jpg')).toBe('/a.jpg');
    expect(seenFrom('C:\\lib', 'C:\\lib\\Shoot\\a.jpg')).toBe('Shoot\\a.jpg');
  });
});
