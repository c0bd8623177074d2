import { createHash } from 'node:crypto';
import { constants, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { ImportService } from '../../../src-main/engine/import-service.ts';
import { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError, toAppError } from '../../../src-main/files/app-error.ts';
import { handlers } from '../../../src-main/handlers/registry.ts';
import { systemClock } from '../../../src-main/jobs/clock.ts';
import { openLibrary } from '../../../src-main/library/open-library.ts';
import { loadTaskDefinitions } from '../../../src-main/tasks/definitions.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import type { CopyInput, WorkerHost } from '../../../src-main/workers/protocol.ts';
import type { AnalysisEvent } from '../../../src-preload/contract/upload.ts';
import { fixedConfig } from '../../fixtures/engine/fixed-config.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** The real import on a worker host that copies at once and has no eyes: what is told of files is what matters here. */
const resources = join(import.meta.dirname, '..', '..', '..', 'resources');
const folder = await temporaryFolder('import-task');
let engine: LibraryEngine | null = null;

/** Why there is no picture. */
let pictures = 'unsupported_format';

type Copy = (input: CopyInput, copy: () => Promise<void>, signal: AbortSignal | undefined) => Promise<void>;

function workersThat(copyOne: Copy): WorkerHost {
  const sha256 = async (path: string) => {
    try {
      return createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
    } catch (error) {
      throw toAppError(error);
    }
  };
  const run = async (
    name: string,
    input: never,
    options: { signal?: AbortSignal } = {},
  ): Promise<unknown> => {
    if (options.signal?.aborted) throw new AppError('canceled');
    if (name === 'hash') return { sha256: await sha256((input as { path: string }).path), bytes: 0 };
    if (name === 'captureTime') return (input as unknown[]).map(() => ({ takenAt: null }));
    if (name === 'inspect') {
      return await Promise.all(
        (input as { path: string; hash: boolean }[]).map(async ({ path, hash }) => ({
          bytes: (await readFile(path)).length,
          mtimeMs: 1,
          content: path.endsWith('.JPG') ? { kind: 'image', format: 'jpeg' } : { kind: 'raw', format: 'nef' },
          sha256: hash ? await sha256(path) : null,
        })),
      );
    }
    if (name === 'copy') {
      const { source, target } = input as CopyInput;
      const copy = async () => {
        try {
          await copyFile(source, target, constants.COPYFILE_EXCL);
        } catch (error) {
          throw toAppError(error);
        }
      };
      await copyOne(input as CopyInput, copy, options.signal);
      return { sha256: await sha256(source), bytes: (await readFile(source)).length };
    }
    throw new AppError(pictures);
  };
  return { run, status: () => ({ running: true, pid: 1, restarts: 0 }), close: async () => {} } as WorkerHost;
}

async function open(name: string, copyOne: Copy = (_input, copy) => copy(), work = true) {
  const opened = new LibraryEngine({
    opened: await openLibrary(join(folder, name), { create: true, program: 'test', now: Date.now() }),
    config: await fixedConfig(),
    definitions: await loadTaskDefinitions(resources),
    handlers,
    workers: workersThat(copyOne),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    program: 'test',
    publish: () => {},
    onHalt: () => {},
  });
  engine = opened;
  await opened.start({ work });
  return opened;
}

afterEach(async () => {
  await engine?.close();
  engine = null;
});

async function card(name: string, files: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  for (const file of files) await writeFile(join(path, file), `${name} ${file}`);
  return path;
}

async function analyze(imports: ImportService, path: string): Promise<string> {
  let last: AnalysisEvent | undefined;
  for await (const event of imports.analyze([path], { name: 'Trip' }, undefined)) last = event;
  if (last?.type !== 'done') throw new Error('the analysis did not end');
  return last.analysis.id;
}

async function startImport(on: LibraryEngine, path: string): Promise<string> {
  const imports = new ImportService(on);
  return (await imports.start(await analyze(imports, path), 'skip')).taskId;
}

const photosOf = (on: LibraryEngine) =>
  selectAll<{ base_name: string }>(on.db, 'SELECT base_name FROM photos ORDER BY base_name').map(
    (r) => r.base_name,
  );
const inProject = (name: string) => readdir(join(folder, name, 'Trip'));

test('canceling an import that waits to try a file again takes back the half of the photo that was copied', async () => {
  const on = await open('backoff', async ({ target }, copy) => {
    if (target.endsWith('.NEF')) throw new AppError('file_busy', { retry: 'later' });
    await copy();
  });
  const id = await startImport(on, await card('card-backoff', ['A.JPG', 'A.NEF']));
  await until(() => selectOne(on.db, `SELECT 1 FROM jobs WHERE state = 'scheduled'`) !== undefined);
  expect(await inProject('backoff')).toEqual(['A.JPG']);
  expect(on.cancelTask(id, 'person')).toBe(true);
  await on.taskEnded(id);
  expect(getTask(on.db, id)?.state).toBe('canceled');
  expect(await inProject('backoff')).toEqual([]);
  expect(brokenInvariants(on.db)).toEqual([]);
});

test('canceling an import that was handed back half done takes back what was copied', async () => {
  const first = await open('handed-back', async ({ target }, copy, signal) => {
    if (target.endsWith('.NEF')) await stopped(signal);
    await copy();
  });
  const id = await startImport(first, await card('card-handed-back', ['A.JPG', 'A.NEF']));
  await untilAsync(async () => (await inProject('handed-back')).length === 1);
  await first.close();
  const second = await open('handed-back', (_input, copy) => copy(), false);
  second.cancelTask(id, 'person');
  await second.close();
  const third = await open('handed-back');
  await third.taskEnded(id);
  expect(getTask(third.db, id)?.state).toBe('canceled');
  expect(await inProject('handed-back')).toEqual([]);
  expect(brokenInvariants(third.db)).toEqual([]);
});

test('starting one analysis twice at the same moment imports it once', async () => {
  const on = await open('twice');
  await startImport(on, await card('card-first', ['Z.JPG'])).then((id) => on.taskEnded(id));
  const imports = new ImportService(on);
  const analysis = await analyze(imports, await card('card-twice', ['A.JPG', 'B.JPG']));
  const starts = await Promise.allSettled([imports.start(analysis, 'skip'), imports.start(analysis, 'skip')]);
  for (const start of starts) if (start.status === 'fulfilled') await on.taskEnded(start.value.taskId);
  expect(photosOf(on)).toEqual(['A', 'B', 'Z']);
  expect(starts.map((start) => start.status)).toEqual(['fulfilled', 'rejected']);
});

test('a folder dropped a second time while its first import runs makes no photo twice', async () => {
  const on = await open('dropped-twice', async (_input, copy) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await copy();
  });
  const path = await card('card-dropped-twice', ['A.JPG', 'B.JPG', 'C.JPG']);
  const first = await startImport(on, path);
  const second = await startImport(on, path);
  await on.taskEnded(first);
  await on.taskEnded(second);
  // Whichever of the two is done first stays, under the name that it had reserved.
  const unnumbered = (names: readonly string[]) => names.map((name) => name.replace(' (2)', '')).sort();
  expect(unnumbered(photosOf(on))).toEqual(['A', 'B', 'C']);
  expect(unnumbered(await inProject('dropped-twice'))).toEqual(['A.JPG', 'B.JPG', 'C.JPG']);
});

test('a folder that has the library in it is imported without the library', async () => {
  const on = await open('pictures/Library');
  await on.taskEnded(await startImport(on, await card('card-inside', ['A.JPG'])));
  await writeFile(join(folder, 'pictures', 'B.JPG'), 'outside of the library');
  await writeFile(
    join(folder, 'pictures', 'Library', 'Trip', 'C.JPG'),
    'a file that the library does not know',
  );
  const imports = new ImportService(on);
  const analysis = await analyze(imports, join(folder, 'pictures'));
  expect(imports.entries(analysis, undefined, 0, 10).entries).toMatchObject([
    { path: join(folder, 'pictures', 'B.JPG'), outcome: 'imported' },
    {
      path: join(folder, 'pictures', 'Library'),
      outcome: 'unsupported',
      problem: { code: 'path_inside_library' },
    },
  ]);
});

test('a RAW that joins a photo on a full disk does not cost it the picture it has', async () => {
  const on = await open('completion');
  await on.taskEnded(await startImport(on, await card('card-pair', ['A.JPG'])));
  on.db.exec(`UPDATE derivatives SET status = 'ready', name = 'ab/picture.webp', reason_code = NULL`);
  await writeFile(join(folder, 'card-pair', 'A.NEF'), 'the other half');
  pictures = 'disk_full';
  await on.taskEnded(await startImport(on, join(folder, 'card-pair')));
  pictures = 'unsupported_format';
  expect(await inProject('completion')).toEqual(['A.JPG', 'A.NEF']);
  expect(selectAll(on.db, 'SELECT status, name FROM derivatives')).toEqual([
    { status: 'ready', name: 'ab/picture.webp' },
    { status: 'ready', name: 'ab/picture.webp' },
  ]);
});

function stopped(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new AppError('canceled')));
  });
}

async function until(condition: () => boolean): Promise<void> {
  await untilAsync(async () => condition());
}

async function untilAsync(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition was not met in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
