import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Description, NOTHING, normalized } from '../../../src-main/metadata/description.ts';
import type { Said } from '../../../src-main/metadata/merge-sources.ts';
import {
  mergedDescription,
  type PhotoFile,
  planWrite,
  type WriteMode,
} from '../../../src-main/metadata/write-plan.ts';

const silent: Said = { ...NOTHING, rating: null, emptied: [] };
const of = (some: Partial<Description>): Description => normalized({ ...NOTHING, ...some });
const file = (
  kind: PhotoFile['kind'],
  said: Partial<Said> | null,
  more: Partial<PhotoFile> = {},
): PhotoFile => ({
  kind,
  path: kind === 'sidecar' ? 'IMG.xmp' : 'IMG.JPG',
  fileId: 1,
  said: said === null ? null : { ...silent, ...said },
  counts: true,
  writable: true,
  seen: null,
  sidecarFor: null,
  ...more,
});
const plan = (
  files: PhotoFile[],
  ours: Partial<Description>,
  options: Partial<Parameters<typeof planWrite>[0]> = {},
) =>
  planWrite({
    mode: 'sidecar-only',
    preference: 'sidecar-first',
    known: {},
    ours: of(ours),
    files,
    ...options,
  });
const written = (result: ReturnType<typeof planWrite>) =>
  result.writes.map(({ file: { path }, fields, emptied }) => ({ path, fields, emptied }));

describe('what is written where', () => {
  const missing = file('sidecar', null);

  test('nothing where nothing waits, whatever the picture says', () => {
    const result = plan([missing, file('embedded', { rating: 3, title: 't' })], { rating: 3, title: 't' });
    expect(written(result)).toEqual([]);
    expect(result.known).toMatchObject({ rating: 3, title: 't' });
  });

  test('a new sidecar says all that is known, for programs that read it alone; not what the camera said', () => {
    const result = plan(
      [missing, file('embedded', { title: 't', takenAt: '2026-06-01T10:00:00', position: '1,2' })],
      { rating: 4, title: 't', takenAt: '2026-06-01T10:00:00', position: '1,2' },
    );
    expect(written(result)).toEqual([{ path: 'IMG.xmp', fields: { rating: 4, title: 't' }, emptied: [] }]);
  });

  test('only what differs, in each file for itself', () => {
    const result = plan(
      [file('sidecar', { rating: 4, title: 'old' }), file('embedded', { rating: 1, title: 'old' })],
      { rating: 4, title: 'new' },
      { mode: 'both', known: of({ rating: 4, title: 'old' }) },
    );
    expect(written(result)).toEqual([
      { path: 'IMG.xmp', fields: { title: 'new' }, emptied: [] },
      { path: 'IMG.JPG', fields: { rating: 4, title: 'new' }, emptied: [] },
    ]);
  });

  test('“none” is said outright only where another file would speak', () => {
    const known = of({ title: 't', caption: 'c' });
    const sidecar = file('sidecar', { title: 't', caption: 'c' });
    expect(written(plan([sidecar, file('embedded', {})], {}, { known }))).toEqual([
      { path: 'IMG.xmp', fields: { title: null, caption: null }, emptied: [] },
    ]);
    expect(written(plan([sidecar, file('embedded', { title: 't' })], {}, { known }))).toEqual([
      { path: 'IMG.xmp', fields: { title: null, caption: null }, emptied: ['title'] },
    ]);
  });

  test('a RAW is never written into: embedded-only has nowhere to write, and says so', () => {
    const raw = file('embedded', {}, { path: 'IMG.NEF', writable: false });
    const result = plan([missing, raw], { rating: 4 }, { mode: 'embedded-only' });
    expect(result).toMatchObject({ writes: [], outranked: ['rating'] });
    expect(result.known.rating).toBeUndefined();
  });

  test('a file that counts first and is not written outranks what is', () => {
    const result = plan(
      [missing, file('embedded', { rating: 2 })],
      { rating: 4 },
      {
        preference: 'embedded-first',
        known: of({ rating: 2 }),
      },
    );
    expect(result.outranked).toEqual(['rating']);
    expect(result.known.rating).toBe(2);
  });

  test('keywords are one field: where some wait, those that only the file changed are merged in with them', () => {
    const result = plan(
      [file('sidecar', { hierarchical: ['x|z'] })],
      { subjects: ['a'], hierarchical: ['x|y'] },
      { known: of({ hierarchical: ['x|y'] }) },
    );
    expect(result.differences.map(({ field, verdict, becomes }) => [field, verdict, becomes])).toEqual([
      ['subjects', 'pending', ['a']],
      ['hierarchical', 'merge', ['x|z']],
    ]);
    expect(written(result)).toEqual([
      { path: 'IMG.xmp', fields: { subjects: ['a'], hierarchical: ['x|z'] }, emptied: [] },
    ]);
  });

  test('a second sidecar gets what was changed here, and keeps what its own program wrote beside it', () => {
    const first = file('sidecar', { rating: 2, title: 'theirs', subjects: ['a', 'old'] });
    const second = file(
      'sidecar',
      { rating: 3, title: 'another', subjects: ['b', 'old'], hierarchical: ['darktable|exported'] },
      { path: 'IMG.CR3.xmp' },
    );
    const known = of({ rating: 2, title: 'theirs', subjects: ['a', 'old'] });
    const rated = plan([first, second], { ...known, rating: 5 }, { known });
    expect(written(rated).map(({ path, fields }) => [path, fields])).toEqual([
      ['IMG.xmp', { rating: 5 }],
      ['IMG.CR3.xmp', { rating: 5 }],
    ]);
    const tagged = plan([first, second], { ...known, subjects: ['a', 'new'] }, { known });
    expect(written(tagged).map(({ path, fields }) => [path, fields])).toEqual([
      ['IMG.xmp', { subjects: ['a', 'new'], hierarchical: [] }],
      ['IMG.CR3.xmp', { subjects: ['b', 'new'], hierarchical: ['darktable|exported'] }],
    ]);
  });

  test('of what it says nothing a second sidecar is told all that is known; what it denies it goes on denying', () => {
    const known = of({ title: 't', caption: 'c', subjects: ['a'] });
    const files = [
      file('sidecar', { title: 't', caption: 'c', subjects: ['a'] }),
      file('sidecar', { emptied: ['caption'] }, { path: 'IMG.CR3.xmp' }),
    ];
    expect(written(plan(files, { ...known, rating: 1 }, { known }))[1]?.fields).toEqual({
      rating: 1,
      title: 't',
      subjects: ['a'],
      hierarchical: [],
    });
  });

  test('conflicts, and what only the file changed, are left; nothing new is known of them', () => {
    const result = plan(
      [file('sidecar', { title: 'theirs', caption: 'theirs', rating: 1 })],
      { title: 'ours', caption: 'base', rating: 2 },
      { known: of({ title: 'base', caption: 'base', rating: 1 }) },
    );
    expect(written(result)).toEqual([{ path: 'IMG.xmp', fields: { rating: 2 }, emptied: [] }]);
    expect(result.known).toMatchObject({ title: 'base', caption: 'base', rating: 2 });
  });
});

describe('whatever is said where', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'x|y', 'x|z'), { maxLength: 3 });
  const fields = {
    title: fc.constantFrom(null, 't', 'u'),
    caption: fc.constantFrom(null, 'c'),
    takenAt: fc.constantFrom(null, '2026-06-01T10:00:00', '2026-06-01T10:00:00+02:00', '2025-01-01T00:00:00'),
    position: fc.constantFrom(null, '1,2', '3,4'),
    subjects: names,
    hierarchical: names,
    people: names,
  };
  const said = fc.record({
    ...fields,
    rating: fc.constantFrom(null, 0, 3, -1),
    emptied: fc.constantFrom<Said['emptied']>([], ['title'], ['subjects', 'people']),
  });
  const description = fc.record({ ...fields, rating: fc.constantFrom(0, 3, 5, -1) }).map(normalized);
  const order = fc.record({
    mode: fc.constantFrom<WriteMode>('sidecar-only', 'embedded-only', 'both'),
    preference: fc.constantFrom('sidecar-first' as const, 'embedded-first' as const),
    known: fc.oneof(fc.constant(null), description),
    ours: description,
    files: fc
      .tuple(fc.option(said), said, fc.boolean())
      .map(([sidecar, embedded, writable]) => [
        file('sidecar', sidecar),
        file('embedded', embedded, { writable }),
      ]),
  });
  /** The files after all that is planned was written, by the rules that the worker writes by. */
  const after = (files: readonly PhotoFile[], result: ReturnType<typeof planWrite>): PhotoFile[] =>
    files.map((one) => {
      const write = result.writes.find((each) => each.file === one);
      if (write === undefined) return one;
      const before = one.said ?? silent;
      const emptied = [...before.emptied.filter((field) => !(field in write.fields)), ...write.emptied];
      return { ...one, said: { ...before, ...write.fields, emptied } };
    });

  test('what was written is what the files then say, and a second plan has nothing to do', () => {
    fc.assert(
      fc.property(order, (input) => {
        const first = planWrite(input);
        if (first.outranked.length > 0) return;
        const files = after(input.files, first);
        const says = mergedDescription(files, input.preference);
        for (const { field, verdict, becomes } of first.differences)
          if (verdict === 'pending' || verdict === 'merge')
            expect([field, says[field]]).toEqual([field, becomes]);
        const merged = { ...input.ours };
        for (const { field, verdict, becomes } of first.differences)
          if (verdict === 'merge') Object.assign(merged, { [field]: becomes });
        const second = planWrite({ ...input, files, known: first.known, ours: normalized(merged) });
        expect(second.writes).toEqual([]);
        expect(second.differences.filter(({ verdict }) => verdict === 'pending')).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('only files of the mode are written, and never one that is only read', () => {
    fc.assert(
      fc.property(order, (input) => {
        for (const { file: target } of planWrite(input).writes) {
          expect(target.writable).toBe(true);
          if (input.mode !== 'both')
            expect(`${target.kind}`).toBe(input.mode === 'sidecar-only' ? 'sidecar' : 'embedded');
        }
      }),
    );
  });
});
