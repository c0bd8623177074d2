import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { globProblem, globTest } from '../../../src-main/library/glob.ts';
import { makeScanFilter } from '../../../src-main/library/scan-filters.ts';
import type { ScanFilters } from '../../../src-preload/contract/batch.ts';

const NOW = Date.UTC(2026, 10, 25);
const DAY = 86_400_000;
const MB = 1024 * 1024;

const filterOf = (pattern: string, filters: Partial<ScanFilters> = {}, ignoreCase = true) =>
  makeScanFilter({ pattern, ignoreCase, filters: { excludePatterns: [], ...filters } }, NOW);

describe('a pattern', () => {
  test.each([
    // Without a slash it is about the name, wherever the file lies.
    ['*.jpg', 'a.jpg', true],
    ['*.jpg', '2026/11/a.jpg', true],
    ['*.jpg', 'a.jpg/b.cr3', false],
    ['IMG_????.*', 'x/IMG_0001.CR3', true],
    ['*.{jpg,cr3}', 'x/y.cr3', true],
    ['*.{jpg,cr3}', 'x/y.nef', false],
    ['[a-c]*', 'x/b.jpg', true],
    ['[a-c]*', 'x/d.jpg', false],
    // With one it is about the path below the folder.
    ['**/*', 'a.jpg', true],
    ['**/*', 'deep/er/a.jpg', true],
    ['**/*.jpg', 'a.jpg', true],
    ['2026/*.jpg', '2026/a.jpg', true],
    ['2026/*.jpg', '2026/11/a.jpg', false],
    ['2026/**', '2026/11/a.jpg', true],
    ['2026/**/raw/*', '2026/11/25/raw/a.cr3', true],
    ['2026/**/raw/*', '2025/raw/a.cr3', false],
    // Names are bytes, and hold anything.
    ['*.jpg', 'two\nlines.jpg', true],
    ['**/*.jpg', 'a\nb/c\nd.jpg', true],
    ['*.jpg', '.hidden.jpg', true],
    ['**/*.jpg', '.hidden/.a.jpg', true],
    ['*.jpg', 'caf\uefe9.jpg', true],
    ['caf?.jpg', 'caf\uefe9.jpg', true],
    ['café.jpg'.normalize('NFC'), 'café.jpg'.normalize('NFD'), true],
    ['!*.jpg', 'a.cr3', false],
    ['!*.jpg', '!a.jpg', true],
    ['#*', '#@=1.jpg', true],
    ['a\\*.jpg', 'a*.jpg', true],
    ['a\\*.jpg', 'ab.jpg', false],
    ['*(1).jpg', 'IMG (1).jpg', true],
    ['*(1).jpg', 'IMG 1.jpg', false],
    ['a|b', 'a', false],
    ['a|b', 'a|b', true],
    ['+(a)', 'aa', false],
    ['a+', 'a+', true],
    ['[!a]*', 'bc', true],
    ['[!a]*', 'ab', false],
    ['[]]x', ']x', true],
    ['[+(]x', '(x', true],
    ['a,b', 'a,b', true],
    ['{a\\,b,c}', 'a,b', true],
    ['a\\\\b', 'a\\b', true],
    ['*.jpg', 'a.jpg\n', false],
    // A character is a character, however many of the computer's it takes.
    ['?.jpg', '\u{1f4f7}.jpg', true],
    ['??.jpg', '\u{1f4f7}.jpg', false],
    ['*/**', 'a.jpg', false],
    ['*/**', 'x/a.jpg', true],
    ['./*.jpg', 'a.jpg', true],
    ['./*.jpg', 'x/a.jpg', false],
    ['{2025,2026/{10,11}}/*', '2026/11/a.jpg', true],
    ['{2025,2026/{10,11}}/*', '2026/a.jpg', false],
    ['{**/raw,proofs}/*', '2026/raw/a.cr3', true],
    ['{one}', '{one}', true],
    ['[a-]', '-', true],
    ['x/[!a]b', 'x//b', false],
  ])('%j matches %j: %j', (pattern, path, matches) => {
    expect(filterOf(pattern).matchesName(path)).toBe(matches);
  });

  test('tells capital letters from small ones only when asked to', () => {
    expect(filterOf('*.JPG').matchesName('a.jpg')).toBe(true);
    expect(filterOf('É*').matchesName('été.jpg')).toBe(true);
    expect(filterOf('*.JPG', {}, false).matchesName('a.jpg')).toBe(false);
    expect(filterOf('*.JPG', {}, false).matchesName('a.JPG')).toBe(true);
    expect(filterOf('[a-c].jpg').matchesName('B.jpg')).toBe(true);
    expect(filterOf('[A-C].jpg').matchesName('b.jpg')).toBe(true);
    expect(filterOf('[a-c].jpg', {}, false).matchesName('B.jpg')).toBe(false);
    // Greek has two small forms of this letter, and ß is no letter twice.
    expect(filterOf('ΟΔΟΣ').matchesName('οδος')).toBe(true);
    expect(filterOf('maß').matchesName('mass')).toBe(false);
  });
});

describe('an excluded pattern', () => {
  test.each([
    ['*sample*', 'x/a sample.jpg', false],
    ['*sample*', 'x/a.jpg', true],
    ['raw/*', 'raw/a.jpg', false],
    ['raw/*', 'other/raw/a.jpg', true],
    ['**/raw/**', 'other/raw/a.jpg', false],
  ])('%j lets %j through: %j', (exclude, path, passes) => {
    expect(filterOf('**/*', { excludePatterns: ['nothing', exclude] }).matchesName(path)).toBe(passes);
  });

  test.each([
    ['Proofs', '2026/proofs', false],
    ['Proofs/', '2026/proofs', false],
    ['2026/proofs', '2026/proofs', false],
    ['2026/proofs', '2025/proofs', true],
    ['*.jpg', '2026/proofs', true],
  ])('%j keeps the search out of the folder %j', (exclude, folder, enters) => {
    expect(filterOf('*.jpg', { excludePatterns: [exclude] }).entersFolder(folder)).toBe(enters);
  });
});

describe('size and age', () => {
  test.each([
    [{ minSizeMb: 1 }, { bytes: MB, mtimeMs: 0 }, true],
    [{ minSizeMb: 1 }, { bytes: MB - 1, mtimeMs: 0 }, false],
    [{ minSizeMb: 0.5 }, { bytes: MB / 2, mtimeMs: 0 }, true],
    [{ minSizeMb: 0 }, { bytes: 0, mtimeMs: 0 }, true],
    [{ maxAgeDays: 30 }, { bytes: 0, mtimeMs: NOW - 30 * DAY }, true],
    [{ maxAgeDays: 30 }, { bytes: 0, mtimeMs: NOW - 30 * DAY - 1 }, false],
    // A camera whose clock is ahead makes no file old.
    [{ maxAgeDays: 0 }, { bytes: 0, mtimeMs: NOW + DAY }, true],
    [{ minSizeMb: 1, maxAgeDays: 1 }, { bytes: MB, mtimeMs: NOW - 2 * DAY }, false],
    [{}, { bytes: 0, mtimeMs: 0 }, true],
  ])('%j and %j: %j', (filters, file, matches) => {
    expect(filterOf('**/*', filters).matchesFile(file)).toBe(matches);
  });
});

describe('a glob that cannot be used', () => {
  test.each([
    '',
    '  ',
    '[',
    'a{b',
    '*.{jpg',
    '[a',
    '[]',
    '[a/b]',
    'a\\',
    ']',
    '[z-a].jpg',
    '{1..3}',
    '/etc/*',
    '../*',
    'a/../b',
    'a\0b',
  ])('%j is refused, with the reason', (glob) => {
    expect(globProblem(glob)).toMatch(/\w/);
  });

  test.each(['*', '**', '**/*', '*.{jpg,jpeg}', '[ab]*', '[[]*', '..hidden', 'a..b', '(1)', 'a)', '\\['])(
    '%j is none of them',
    (glob) => {
      expect(globProblem(glob)).toBeNull();
    },
  );
});

const name = fc
  .string({
    unit: fc.constantFrom(...'abÄé.-_ \n\uef80\uefff()[]{}*?!+@#$\\', '👩‍👦'),
    minLength: 1,
    maxLength: 12,
  })
  .filter((text) => text !== '.' && text !== '..');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

test('whatever a file is named: everything matches it, and excluding everything leaves none', () => {
  fc.assert(
    fc.property(path, (file) => {
      expect(filterOf('**/*').matchesName(file)).toBe(true);
      expect(filterOf('*').matchesName(file)).toBe(true);
      expect(filterOf('**/*', { excludePatterns: ['*'] }).matchesName(file)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('whatever a file is named: its name with every special character escaped matches it, and nothing longer', () => {
  fc.assert(
    fc.property(name, (text) => {
      const glob = text.replace(/[^\w\s]/gu, (character) =>
        /[\x21-\x7e]/.test(character) ? `\\${character}` : character,
      );
      fc.pre(globProblem(glob) === null);
      expect(filterOf(glob, {}, false).matchesName(`x/${text}`)).toBe(true);
      expect(filterOf(glob, {}, false).matchesName(`x/${text}z`)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('whatever is written as a glob is either refused or can be used', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab*?[]{}()!+@,-.\\/|^$'), maxLength: 14 }),
      path,
      (glob, file) => {
        if (globProblem(glob) !== null) return;
        const filter = filterOf(glob, { excludePatterns: [glob] });
        // What is wanted and excluded by the same words is excluded.
        expect(filter.matchesName(file)).toBe(false);
        expect(filter.entersFolder(file)).toBe(!filterOf(glob).matchesName(file));
      },
    ),
    { numRuns: 3000 },
  );
});

test('more filters never let more through', () => {
  fc.assert(
    fc.property(
      path,
      fc.nat(4 * MB),
      fc.nat(100),
      fc.double({ min: 0, max: 4, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (file, bytes, days, minSizeMb, maxAgeDays) => {
        const seen = { bytes, mtimeMs: NOW - days * DAY };
        const all = filterOf('*a*', { minSizeMb, maxAgeDays, excludePatterns: ['*b*'] });
        const passes = all.matchesName(file) && all.matchesFile(seen);
        if (!passes) return;
        expect(filterOf('*a*').matchesName(file)).toBe(true);
        expect(filterOf('*a*', { minSizeMb }).matchesFile(seen)).toBe(true);
        expect(filterOf('*a*', { maxAgeDays }).matchesFile(seen)).toBe(true);
      },
    ),
  );
});

/** Globs without what picomatch takes in another way than shells do, such as a star before a dot at the end. */
const pieces = fc.constantFrom(
  'a',
  'b',
  '*',
  '?',
  'a*',
  '*b',
  'a?*b',
  '**',
  '[ab]',
  '[^a]',
  '{a,b}b',
  '{a*,?b}',
);
const paths = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join('/'));

test('plain globs match what they match with picomatch, which backtracks', () => {
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 2, maxLength: 4 }), paths, (parts, file) => {
      const glob = parts.join('/');
      fc.pre(!glob.includes('**/**'));
      expect(globTest(glob, { ignoreCase: false })(file), glob).toBe(picomatch.isMatch(file, glob));
    }),
    { numRuns: 5000 },
  );
});
