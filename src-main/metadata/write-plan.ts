import type { EmptiedField } from '../workers/protocol.ts';
import {
  type Description,
  type Field,
  isEmpty,
  isSame,
  LISTS,
  type ListField,
  NOTHING,
  normalized,
  SCALARS,
} from './description.ts';
import { withoutChange } from './list-change.ts';
import { mergeSources, type ReadPreference, type Said } from './merge-sources.ts';
import { compareThreeWay, type Difference, type Reach } from './three-way.ts';

export type WriteMode = 'sidecar-only' | 'embedded-only' | 'both';

/** A file that is there, or a sidecar that could be made. */
export interface PhotoFile {
  kind: 'sidecar' | 'embedded';
  /** Relative to the project folder. */
  path: string;
  fileId: number | null;
  /** What it says; null for one that is not there. */
  said: Said | null;
  /** True where it has a say in what the files of the photo say together. */
  counts: boolean;
  /** False for files that are only read: a RAW is never written into. */
  writable: boolean;
  /** What lay there just before it was read: nothing that is written may be made of anything else. */
  seen: { bytes: number; mtimeMs: number } | null;
  /** For a sidecar that is not there: the extension of the RAW that it is for, without a dot. */
  sidecarFor: string | null;
}

export interface PlannedWrite {
  file: PhotoFile;
  fields: Partial<Omit<Said, 'emptied' | 'isPartial'>>;
  emptied: EmptiedField[];
}

export interface WritePlan {
  differences: Difference[];
  writes: PlannedWrite[];
  /** Waiting fields that would still not count when all was written, because a file that is not written says otherwise. */
  outranked: Field[];
  /** What both sides agree on when it was written. */
  known: Partial<Description>;
}

interface Order {
  mode: WriteMode;
  preference: ReadPreference;
  known: Partial<Description> | null;
  ours: Description;
  files: readonly PhotoFile[];
  /** Default: all of the files that the photo ever had. */
  reach?: Reach;
}

const FIELDS: readonly Field[] = [...SCALARS, ...LISTS];
/** What cameras write into pictures themselves: nothing that a sidecar has to repeat, until a person says otherwise. */
const OF_CAMERAS: ReadonlySet<Field> = new Set(['takenAt', 'position']);
const SILENT: Said = {
  ...NOTHING,
  rating: null,
  emptied: [],
};

/**
 * What has to be written where, so that the files of a photo say what the library says. Pure. Fields that only the files
 * changed, or both, are left as they are: those are for reading, and for a person.
 */
export function planWrite(order: Order): WritePlan {
  const { mode, preference, ours, files, reach = 'all' } = order;
  const known = order.known ?? {};
  const theirs = mergedDescription(files, preference);
  const differences = keywordsAsOne(compareThreeWay(known, ours, theirs, reach));
  const waiting = differences.filter(({ verdict }) => verdict === 'pending' || verdict === 'merge');
  const left = new Set(
    differences.filter((difference) => !waiting.includes(difference)).map(({ field }) => field),
  );
  const after: Description = { ...theirs };
  for (const { field, becomes } of waiting) Object.assign(after, { [field]: becomes });
  const wanted = new Set(waiting.map(({ field }) => field));
  const says = (field: Field) => !left.has(field) && (wanted.has(field) || !OF_CAMERAS.has(field));
  const targets = files.filter(({ kind, writable }) => writable && IN_MODE[mode].has(kind));
  const plan = targets.map((file): PlannedWrite => {
    const own = descriptionOf(file);
    const wants = mode === 'both' ? after : changedAlone(file, { wanted, before: theirs, after });
    const changed = FIELDS.filter((field) => says(field) && !isSame(field, own, wants));
    return { file, fields: fieldsFor(changed, wants), emptied: [] };
  });
  const isWanted = wanted.size > 0 || (mode === 'both' && plan.some(({ fields }) => !isNothing(fields)));
  if (!isWanted) return { differences, writes: [], outranked: [], known: knownAfter(theirs, [], left) };
  const shadowed = [...wanted].filter(
    (field) => !isSame(field, afterWriting(files, plan, preference), after),
  );
  for (const write of plan) sayOutright(write, shadowed, after);
  const result = afterWriting(files, plan, preference);
  const outranked = [...wanted].filter((field) => !isSame(field, result, after));
  return {
    differences,
    writes: plan.filter(({ fields }) => !isNothing(fields)),
    outranked,
    known: knownAfter(after, outranked, left),
  };

  /** Of what is left alone, or could not be said, nothing new is known. */
  function knownAfter(agreed: Description, failed: readonly Field[], open: ReadonlySet<Field>) {
    const result: Partial<Description> = { ...agreed };
    for (const field of [...failed, ...open]) {
      delete result[field];
      if (known[field] !== undefined) Object.assign(result, { [field]: known[field] });
    }
    return result;
  }
}

/**
 * Keywords of both kinds come from one file and are written together. Where one kind waits, what the files alone changed of
 * the other is merged in with it: left for reading, it could be gone from what counts once the first is written.
 */
function keywordsAsOne(differences: readonly Difference[]): Difference[] {
  const isKeyword = ({ field }: Difference) => field === 'subjects' || field === 'hierarchical';
  const waits = differences.some(
    (difference) => isKeyword(difference) && ['pending', 'merge'].includes(difference.verdict),
  );
  return differences.map((difference) =>
    waits && isKeyword(difference) && difference.verdict === 'take'
      ? { ...difference, verdict: 'merge' }
      : difference,
  );
}

const IN_MODE: Record<WriteMode, ReadonlySet<PhotoFile['kind']>> = {
  'sidecar-only': new Set(['sidecar']),
  'embedded-only': new Set(['embedded']),
  both: new Set(['sidecar', 'embedded']),
};

/** What the files of a photo say together. */
export function mergedDescription(files: readonly PhotoFile[], preference: ReadPreference): Description {
  const sources = files.flatMap(({ kind, said, counts }) =>
    said !== null && counts ? [{ kind, said }] : [],
  );
  return mergeSources(sources, preference);
}

function descriptionOf({ kind, said }: PhotoFile): Description {
  return mergeSources([{ kind, said: said ?? SILENT }], 'sidecar-first');
}

/**
 * A file that differs from the others gets what was changed here, and what it says nothing of. The rest of it is another
 * program's: one that is not read first, and whose words nobody here has seen.
 */
function changedAlone(
  file: PhotoFile,
  { wanted, before, after }: { wanted: ReadonlySet<Field>; before: Description; after: Description },
): Description {
  const own = descriptionOf(file);
  const fields = FIELDS.map((field): [Field, unknown] => {
    if (isUnsaid(field, file, own)) return [field, after[field]];
    if (!wanted.has(field)) return [field, own[field]];
    // Without the change the other way round: with it.
    return isList(field)
      ? [field, withoutChange(own[field], { before: after[field], after: before[field] })]
      : [field, after[field]];
  });
  return normalized({ ...own, ...Object.fromEntries(fields) });
}

const isList = (field: Field): field is ListField => (LISTS as readonly Field[]).includes(field);
const KEYWORDS: readonly Field[] = ['subjects', 'hierarchical'];

function isUnsaid(field: Field, { said }: PhotoFile, own: Description): boolean {
  const home = EMPTIED[field];
  if (home !== undefined && said?.emptied.includes(home)) return false;
  return (KEYWORDS.includes(field) ? KEYWORDS : [field]).every((each) => isEmpty(each, own));
}

/** Keywords are written together: flat ones carry the levels of the others. */
function fieldsFor(fields: readonly Field[], description: Description): PlannedWrite['fields'] {
  const isKeyword = fields.some((field) => field === 'subjects' || field === 'hierarchical');
  const all = new Set<Field>([...fields, ...(isKeyword ? (['subjects', 'hierarchical'] as const) : [])]);
  return Object.fromEntries([...all].map((field) => [field, description[field]]));
}

function isNothing(fields: object): boolean {
  return Object.keys(fields).length === 0;
}

const EMPTIED: Partial<Record<Field, EmptiedField>> = {
  title: 'title',
  caption: 'caption',
  subjects: 'subjects',
  hierarchical: 'subjects',
  people: 'people',
};

/** Where silence would let another file speak, a file says outright that there is none. */
function sayOutright(write: PlannedWrite, fields: readonly Field[], after: Description): void {
  Object.assign(write.fields, fieldsFor(fields, after));
  for (const field of fields) {
    const emptied = EMPTIED[field];
    const isAllEmpty =
      emptied === 'subjects'
        ? isEmpty('subjects', after) && isEmpty('hierarchical', after)
        : isEmpty(field, after);
    if (emptied !== undefined && isAllEmpty && !write.emptied.includes(emptied)) write.emptied.push(emptied);
  }
}

function afterWriting(
  files: readonly PhotoFile[],
  plan: readonly PlannedWrite[],
  preference: ReadPreference,
): Description {
  const written = new Map(plan.map((write) => [write.file, write]));
  return mergedDescription(
    files.map((file) => {
      const write = written.get(file);
      if (write === undefined || isNothing(write.fields)) return file;
      const said: Said = { ...(file.said ?? SILENT), ...write.fields };
      const emptied = [...said.emptied.filter((field) => !(field in write.fields)), ...write.emptied];
      return { ...file, said: { ...said, emptied } };
    }),
    preference,
  );
}
