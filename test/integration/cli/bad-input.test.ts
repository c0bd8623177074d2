import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectOne } from '../../../src-main/db/connection.ts';
import { type ImportDocument, resultOf, runCli, runJson, startCli } from '../../fixtures/cli/run-cli.ts';
import { drawJpeg, makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const run = promisify(execFile);
const folder = await temporaryFolder('bad-input');
const card = join(folder, 'card');

beforeAll(async () => {
  await makeCard(card, 6, { size: 'tiny' });
});

describe('a wrong call', () => {
  test('with a path that does not exist exits with 2, names the path, and makes no library', async () => {
    const library = join(folder, 'never-made');
    const { code, stderr, stdout } = await runCli([
      'import',
      library,
      '--project',
      'P',
      join(folder, 'no such path'),
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('no such path does not exist');
    expect(await readdir(folder)).not.toContain('never-made');
  });

  test.each([
    ['../outside', 'leads out of the library'],
    ['..', 'leads out of the library'],
    ['a/b', 'slash'],
    ['.hidden', 'reserved'],
    ['', 'empty'],
    ['bad\u0007name', 'control character'],
  ])('with the project name %j exits with 2 and changes nothing', async (name, reason) => {
    const { code, stderr } = await runCli(['import', join(folder, 'not-made'), '--project', name, card]);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(await readdir(folder)).not.toContain('not-made');
  });

  test.each([
    [['import']],
    [['no-such-command']],
    [['photos']],
    [['tasks', 'LIB', 'dance']],
    [['jobs', 'LIB', 'show', 'x']],
  ])('%j exits with 2', async (args) => {
    expect((await runCli(args)).code).toBe(2);
  });

  test.each([
    [['photos', '']],
    [['import', '', '--project', 'P', 'CARD', '--dry-run']],
    [['import', 'LIB', '--project', 'P', '', '--dry-run']],
    [['scan', 'LIB', '']],
    [['scan', '', 'CARD', '--action', 'import', '--project', 'P', '--dry-run']],
    [['metadata', 'LIB', 'import', '--file', '', '--dry-run']],
    [['recipes', 'LIB', 'save', '']],
  ])('a path that is empty is not the folder that we are in: %j exits with 2', async (args) => {
    const library = join(folder, 'for-empty-names');
    await runCli(['import', library, '--project', 'P', card]);
    const named = args.map((arg) => (arg === 'LIB' ? library : arg === 'CARD' ? card : arg));
    const { code, stdout } = await runCli(named);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('a library that cannot be used', () => {
  test('that is not there exits with 3', async () => {
    const { code, stderr } = await runCli(['photos', join(folder, 'nowhere')]);
    expect(code).toBe(3);
    expect(stderr).toContain('no library');
  });

  test('that is a file exits with 3 and leaves the file alone', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, 'mine');
    const { code, stderr } = await runCli(['import', file, '--project', 'P', card]);
    expect(code).toBe(3);
    expect(stderr).toContain('not a folder');
  });

  test('whose database is garbage exits with 3, and the garbage is still there', async () => {
    const library = join(folder, 'garbage');
    await mkdir(join(library, '.safelight'), { recursive: true });
    const database = join(library, '.safelight', 'library.db');
    await writeFile(database, 'this is no database, but it may be all that is left of one '.repeat(40));
    const before = (await hashTree(library, { own: true })).find((file) => file.path === database);
    for (const args of [
      ['photos', library],
      ['import', library, '--project', 'P', card],
    ]) {
      const { code, stderr } = await runCli(args);
      expect(code).toBe(3);
      expect(stderr).toContain('database is damaged');
    }
    expect((await hashTree(library, { own: true })).find((file) => file.path === database)).toEqual(before);
  });

  test('that another process holds exits with 3 and says who', async () => {
    const library = join(folder, 'held');
    await runJson(['import', library, '--project', 'P', card]);
    const big = join(folder, 'held-card');
    await makeCard(big, 80);
    const holder = startCli(['import', library, '--project', 'Q', big, '--json']);
    const held = resultOf(holder);
    try {
      await until(async () => (await readdir(library)).includes('Q'));
      const { code, stderr } = await runCli(['photos', library]);
      expect(code).toBe(3);
      expect(stderr).toContain(`in use by the command line (process ${holder.pid}`);
    } finally {
      await held;
    }
    expect((await runCli(['photos', library])).code).toBe(0);
  });

  test('that a sync program made a conflicting copy of exits with 3', async () => {
    const library = join(folder, 'synced');
    await runJson(['import', library, '--project', 'P', card]);
    await writeFile(join(library, '.safelight', "library (Ada's conflicted copy 2026-11-01).db"), '');
    const { code, stderr } = await runCli(['photos', library]);
    expect(code).toBe(3);
    expect(stderr).toContain('conflicting copy');
  });

  test('made by a newer version exits with 3 and is not touched', async () => {
    const library = join(folder, 'newer');
    await runJson(['import', library, '--project', 'P', card]);
    inspectDatabase(library, (db) => db.pragma('user_version = 999'));
    const { code, stderr } = await runCli(['photos', library]);
    expect(code).toBe(3);
    expect(stderr).toContain('newer version');
  });
});

describe('a way out of the library', () => {
  test('through a project folder that is a link is refused, and nothing is written behind it', async () => {
    const library = join(folder, 'linked');
    const outside = join(folder, 'outside');
    await mkdir(outside);
    await runJson(['import', library, '--project', 'First', card]);
    await symlink(outside, join(library, 'Trap'));
    const { code, stderr } = await runCli(['import', library, '--project', 'Trap', card]);
    expect(code).toBe(2);
    expect(stderr).toContain('leads out of the library');
    expect(await readdir(outside)).toEqual([]);
  });

  test('importing the library into itself is refused', async () => {
    const library = join(folder, 'itself');
    await runJson(['import', library, '--project', 'P', card]);
    const { code, stderr } = await runCli(['import', library, '--project', 'Q', join(library, 'P')]);
    expect(code).toBe(2);
    expect(stderr).toContain('lies in the library itself');
  });

  test('links inside a dropped folder are listed, never followed', async () => {
    const source = join(folder, 'with-links');
    await mkdir(source);
    await writeFile(join(source, 'real.jpg'), await drawJpeg({ width: 32, height: 24, seed: 7 }));
    await symlink(source, join(source, 'circle'));
    await symlink(join(card, 'DSC_00001.JPG'), join(source, 'alias.jpg'));
    const { json } = await runJson<ImportDocument>([
      'import',
      join(folder, 'links'),
      '--project',
      'P',
      source,
    ]);
    const outcomes = Object.fromEntries(
      json.items.map((item) => [item.path.split('/').at(-1), item.outcome]),
    );
    expect(outcomes).toEqual({ 'real.jpg': 'imported', 'alias.jpg': 'unsupported', circle: 'unsupported' });
  });
});

describe('a file that cannot be read', () => {
  test.skipIf(process.getuid?.() === 0)('fails alone, with its reason', async () => {
    // Root may read everything; where tests run as root, the folder below on a full disk stands in.
    const source = join(folder, 'no-rights');
    await makeCard(source, 3, { size: 'tiny' });
    await chmod(join(source, 'DSC_00002.JPG'), 0o000);
    const { code, json } = await runJson<ImportDocument>([
      'import',
      join(folder, 'rights'),
      '--project',
      'P',
      source,
    ]);
    expect(code).toBe(1);
    expect(json.counts).toMatchObject({ succeeded: 2, failed: 1 });
  });
});

describe('a full disk', () => {
  const mounts: string[] = [];
  const tmpfs = async (name: string, size: string): Promise<string | null> => {
    const mount = join(folder, name);
    await mkdir(mount);
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]);
    } catch {
      console.log('skipped: this user may not mount a small tmpfs');
      return null;
    }
    mounts.push(mount);
    return mount;
  };
  afterAll(async () => {
    for (const mount of mounts) await run('umount', [mount]);
  });

  test('that is known beforehand refuses the import with 3, and takes nothing in', async () => {
    const mount = await tmpfs('small', '6m');
    if (mount === null) return;
    const source = join(folder, 'too-much');
    await mkdir(source);
    await writeFile(
      join(source, 'large.jpg'),
      Buffer.concat([await drawJpeg({ width: 64, height: 48 }), Buffer.alloc(8_000_000)]),
    );
    const { code, stderr } = await runCli(['import', join(mount, 'library'), '--project', 'P', source]);
    expect(code).toBe(3);
    expect(stderr).toContain('too little room');
    expect(await readdir(join(mount, 'library'))).toEqual(['.safelight']);
  });

  /** Begins an import, and takes the room away between the look and the copies. */
  const importWhileItFills = async (mount: string, source: string, library: string) => {
    await runJson(['import', library, '--project', 'First', card]);
    const importing = resultOf(startCli(['import', library, '--project', 'P', source, '--json']));
    await until(async () => (await readdir(library)).includes('P'));
    await run('sh', ['-c', `cat /dev/zero > '${join(mount, 'ballast')}' || true`]);
    return await importing;
  };

  test('that fills up on the way fails the rest loudly; what is in is whole, the originals are untouched', async () => {
    const mount = await tmpfs('filling', '64m');
    if (mount === null) return;
    const source = join(folder, 'just-fits');
    await makeCard(source, 60);
    const originals = await hashTree(source);
    const library = join(mount, 'library');
    const { code, stdout, stderr } = await importWhileItFills(mount, source, library);
    expect(stdout, stderr).not.toBe('');
    const document = JSON.parse(stdout) as ImportDocument;
    expect(code).toBe(1);
    expect(document.items.filter((item) => item.message?.includes('disk is full')).length).toBeGreaterThan(0);
    const kept = new Set(originals.map((file) => file.sha256));
    const copies = await hashTree(join(library, 'P'));
    expect(copies.filter((file) => !kept.has(file.sha256))).toEqual([]);
    expect(await hashTree(source)).toEqual(originals);
    inspectDatabase(library, (db) => expect(brokenInvariants(db)).toEqual([]));
  });

  test('that not even the database can write to stops with 3; with room again the work goes on to its end', async () => {
    const mount = await tmpfs('tiny', '14m');
    if (mount === null) return;
    const source = join(folder, 'tiny-card');
    await makeCard(source, 40);
    const library = join(mount, 'library');
    const { code, stderr } = await importWhileItFills(mount, source, library);
    expect([1, 3]).toContain(code);
    if (code === 3) expect(stderr).toContain('The disk is full');
    await rm(join(mount, 'ballast'));
    // What could not be copied before not even that could be noted has failed, and stays so until it is tried again.
    const failed = inspectDatabase(library, (db) =>
      selectOne<{ n: number }>(
        db,
        `SELECT count(*) AS n FROM job_items JOIN jobs ON jobs.id = job_id JOIN tasks ON tasks.id = task_id
         WHERE job_items.state = 'failed' AND tasks.finished_at IS NULL`,
      ),
    );
    const resumed = await runCli(['tasks', library]);
    expect(resumed.code, resumed.stderr).toBe(failed?.n === 0 ? 0 : 1);
    inspectDatabase(library, (db) => expect(brokenInvariants(db)).toEqual([]));
    const again = await runJson<ImportDocument>(['import', library, '--project', 'P', source]);
    expect(again.code, again.stderr).toBe(0);
    const contents = (await hashTree(join(library, 'P'))).map((file) => file.sha256).sort();
    expect(contents).toEqual((await hashTree(source)).map((file) => file.sha256).sort());
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the condition was not met in 15 s');
}
