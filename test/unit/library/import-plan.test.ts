import { describe, expect, test } from 'vitest';
import { roleByName } from '../../../src-main/library/file-names.ts';
import {
  type Candidate,
  type KnownFile,
  type KnownPhoto,
  type LibraryKnowledge,
  planImport,
} from '../../../src-main/library/import-plan.ts';
import type { FileRole } from '../../../src-preload/contract/photos.ts';

/** `folder/name` with content `content`; equal content words are equal files. */
function file(path: string, content = path, takenAt: string | null = null): Candidate {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  return {
    folder: path.slice(0, Math.max(0, slash)),
    name,
    path: `/${path}`,
    role: roleByName(name),
    bytes: content === '' ? 0 : content.length,
    mtimeMs: 0,
    content: { kind: 'image', format: 'jpeg' },
    problem: null,
    sha256: content,
    takenAt,
  };
}

interface Photo {
  id: number;
  project?: number;
  base: string;
  takenAt?: string;
  files: Record<string, string>;
  /** Names of files that somebody removed. */
  trashed?: string[];
}

function library(...photos: Photo[]): LibraryKnowledge {
  const files = photos.flatMap((photo) =>
    Object.entries(photo.files).map(([name, content]): KnownFile & { content: string } => ({
      photoId: photo.id,
      projectId: photo.project ?? 1,
      base: photo.base,
      name,
      role: roleByName(name),
      inTrash: photo.trashed?.includes(name) ?? false,
      content,
    })),
  );
  return {
    projectId: 1,
    filesWith: (_, sha256) => files.filter((known) => known.content === sha256),
    photoNamed(base): KnownPhoto | null {
      const photo = photos.find((candidate) => candidate.base === base && (candidate.project ?? 1) === 1);
      if (photo === undefined) return null;
      const names = Object.keys(photo.files).filter((name) => !photo.trashed?.includes(name));
      return {
        photoId: photo.id,
        base,
        takenAt: photo.takenAt ?? null,
        roles: new Set<FileRole>(names.map(roleByName)),
        names: new Set(names),
      };
    },
  };
}

function outcomes(known: LibraryKnowledge, ...candidates: Candidate[]): Record<string, string> {
  return Object.fromEntries(
    planImport(candidates, known).flatMap((bundle) =>
      [...bundle.take, ...bundle.leave].map(({ candidate, outcome }) => [candidate.path.slice(1), outcome]),
    ),
  );
}

const empty = library();

describe('into an empty project', () => {
  test('pictures are imported, with all that rides along', () => {
    expect(outcomes(empty, file('A.JPG'), file('A.CR2'), file('A.xmp'), file('A.WAV'))).toEqual({
      'A.JPG': 'imported',
      'A.CR2': 'imported',
      'A.xmp': 'imported',
      'A.WAV': 'imported',
    });
  });

  test('of two equal pictures the first is imported, the second is a duplicate', () => {
    expect(outcomes(empty, file('a/X.JPG', 'same'), file('b/Y.JPG', 'same'))).toEqual({
      'a/X.JPG': 'imported',
      'b/Y.JPG': 'duplicate',
    });
  });

  test('a pair is never torn: a known RAW comes along with a JPEG that is new', () => {
    expect(outcomes(empty, file('A.CR2', 'raw'), file('B.CR2', 'raw'), file('B.JPG', 'new'))).toEqual({
      'A.CR2': 'imported',
      'B.CR2': 'imported',
      'B.JPG': 'imported',
    });
  });

  test('an equal picture with a sidecar of its own is imported: the sidecar is somebody’s work', () => {
    expect(
      outcomes(empty, file('A.JPG', 'same'), file('B.JPG', 'same'), file('B.xmp', 'edits')),
    ).toMatchObject({
      'B.JPG': 'imported',
      'B.xmp': 'imported',
    });
  });

  test('empty files are not duplicates of each other', () => {
    expect(outcomes(empty, file('A.JPG', ''), file('B.JPG', ''))).toEqual({
      'A.JPG': 'imported',
      'B.JPG': 'imported',
    });
  });

  test('sidecars and documents without a picture are left where they are', () => {
    expect(outcomes(empty, file('A.xmp'), file('notes.txt'))).toEqual({
      'A.xmp': 'unsupported',
      'notes.txt': 'unsupported',
    });
  });

  test('halves in sibling folders are one photo where their times agree, two where one is not known', () => {
    const time = '2024-05-01T10:00:00';
    const paired = planImport([file('s/JPEG/A.JPG', 'j', time), file('s/RAW/A.CR2', 'r', time)], empty);
    const apart = planImport([file('s/JPEG/A.JPG', 'j', time), file('s/RAW/A.CR2', 'r', null)], empty);
    expect([paired.length, apart.length]).toEqual([1, 2]);
  });
});

describe('into a project that has photos', () => {
  const known = library({ id: 7, base: 'A', takenAt: '2024-05-01T10:00:00', files: { 'A.JPG': 'jpeg' } });

  test('what is there already is a duplicate, under whatever name', () => {
    expect(outcomes(known, file('A.JPG', 'jpeg'), file('other.JPG', 'jpeg'))).toEqual({
      'A.JPG': 'duplicate',
      'other.JPG': 'duplicate',
    });
  });

  test('the RAW of a known JPEG completes its photo', () => {
    const [bundle] = planImport([file('A.CR2', 'raw', '2024-05-01T10:00:01')], known);
    expect(bundle?.joins).toEqual({ photoId: 7, base: 'A' });
    expect(bundle?.take[0]).toMatchObject({ outcome: 'completion', photoId: 7 });
  });

  test('but a RAW of the same name from another day is another photo', () => {
    const [bundle] = planImport([file('A.CR2', 'raw', '2019-05-01T10:00:01')], known);
    expect(bundle?.joins).toBeNull();
    expect(bundle?.take[0]?.outcome).toBe('imported');
  });

  test('dropped with its known JPEG, the RAW completes, and the JPEG is a duplicate', () => {
    expect(outcomes(known, file('A.JPG', 'jpeg'), file('A.CR2', 'raw'))).toEqual({
      'A.JPG': 'duplicate',
      'A.CR2': 'completion',
    });
  });

  test('another picture of the same name is a new photo, never a replacement', () => {
    const [bundle] = planImport([file('A.JPG', 'a different one')], known);
    expect([bundle?.joins, bundle?.take[0]?.outcome]).toEqual([null, 'imported']);
  });

  test('a sidecar alone joins the photo of its name', () => {
    expect(outcomes(known, file('A.xmp', 'edits'))).toEqual({ 'A.xmp': 'completion' });
  });

  test('but not where the same import brings that picture from another folder', () => {
    expect(outcomes(known, file('shoot/A.JPG', 'jpeg'), file('elsewhere/A.xmp', 'edits'))).toEqual({
      'shoot/A.JPG': 'duplicate',
      'elsewhere/A.xmp': 'unsupported',
    });
  });

  test('a photo that was numbered on its way in is still recognised, with what is new beside it', () => {
    const numbered = library({ id: 8, base: 'A (2)', files: { 'A (2).JPG': 'second' } });
    const [bundle] = planImport([file('A.JPG', 'second'), file('A.xmp', 'edits')], numbered);
    expect(bundle?.joins).toEqual({ photoId: 8, base: 'A (2)' });
    expect(bundle?.take.map((planned) => planned.outcome)).toEqual(['completion']);
  });

  test('a sidecar that differs from the library’s own is a conflict, and replaces nothing', () => {
    const withSidecar = library({ id: 9, base: 'A', files: { 'A.JPG': 'jpeg', 'A.xmp': 'library' } });
    expect(outcomes(withSidecar, file('A.JPG', 'jpeg'), file('A.xmp', 'card'))).toEqual({
      'A.JPG': 'duplicate',
      'A.xmp': 'conflict',
    });
  });

  test('content of another project is a conflict, not a duplicate', () => {
    const elsewhere = library({ id: 10, project: 2, base: 'Z', files: { 'Z.JPG': 'z', 'Z.CR2': 'zr' } });
    expect(outcomes(elsewhere, file('Z.JPG', 'z'), file('Z.CR2', 'zr'))).toEqual({
      'Z.JPG': 'conflict',
      'Z.CR2': 'conflict',
    });
  });
});

describe('a sidecar with the content of another photo’s sidecar, as a preset writes them,', () => {
  const known = library(
    { id: 1, base: 'A', files: { 'A.JPG': 'a', 'A.xmp': 'preset' } },
    { id: 2, base: 'B', files: { 'B.JPG': 'b' } },
  );
  test('joins its own photo when it comes alone', () => {
    expect(outcomes(known, file('x/B.xmp', 'preset'))).toEqual({ 'x/B.xmp': 'completion' });
  });
  test('joins its own photo when it comes with the picture', () => {
    expect(outcomes(known, file('x/B.JPG', 'b'), file('x/B.xmp', 'preset'))).toEqual({
      'x/B.JPG': 'duplicate',
      'x/B.xmp': 'completion',
    });
  });
});

test('a second import of anything finds nothing to take', () => {
  const drop = [
    file('a/X.JPG', 'x'),
    file('a/X.CR2', 'xr'),
    file('a/X.xmp', 'xs'),
    file('b/X.JPG', 'other'),
    file('b/Y.MOV', 'm'),
  ];
  const first = planImport(drop, empty);
  const photos = first
    .filter((bundle) => bundle.take.length > 0)
    .map((bundle, index): Photo => {
      const base = index === 1 ? `${bundle.base} (2)` : bundle.base;
      const files = bundle.take.map(({ candidate }) => [
        candidate.name.replace(bundle.base, base),
        candidate.sha256 ?? '',
      ]);
      return { id: index + 1, base, files: Object.fromEntries(files) };
    });
  expect(new Set(Object.values(outcomes(library(...photos), ...drop)))).toEqual(new Set(['duplicate']));
});

describe('a card that is dropped again after some of it was rejected', () => {
  const rejected = {
    id: 7,
    base: 'A',
    files: { 'A.JPG': 'jpg', 'A.NEF': 'raw' },
    trashed: ['A.JPG', 'A.NEF'],
  };

  test('does not bring back what is in the trash, and says where it is', () => {
    const plan = planImport([file('A.JPG', 'jpg'), file('A.NEF', 'raw')], library(rejected));
    expect(plan.flatMap(({ take }) => take)).toEqual([]);
    expect(
      plan.flatMap(({ leave }) => leave).map(({ outcome, photoId, problem }) => [outcome, photoId, problem]),
    ).toEqual([
      ['duplicate', 7, { code: 'in_trash' }],
      ['duplicate', 7, { code: 'in_trash' }],
    ]);
  });

  test('completes a photo of which only a half was removed with what is new, not with that half', () => {
    const half = { ...rejected, trashed: ['A.JPG'] };
    expect(
      outcomes(library(half), file('A.JPG', 'jpg'), file('A.NEF', 'raw'), file('A.xmp', 'edit')),
    ).toEqual({ 'A.JPG': 'duplicate', 'A.NEF': 'duplicate', 'A.xmp': 'completion' });
  });

  test('brings in a picture that was developed anew', () => {
    const half = { ...rejected, trashed: ['A.JPG'] };
    expect(outcomes(library(half), file('A.JPG', 'new'))).toEqual({ 'A.JPG': 'completion' });
  });
});
