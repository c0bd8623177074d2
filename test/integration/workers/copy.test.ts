import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromNative } from '../../../src-main/files/native-path.ts';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import { appear } from '../../../src-main/workers/files/appear.ts';
import { copyFile } from '../../../src-main/workers/files/copy-file.ts';
import { TaskControl } from '../../../src-main/workers/task-control.ts';

const isRoot = process.getuid?.() === 0;
const TAKEN = 1_086_000_000_123;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => path.join(folder, ...names);

function source(content: Buffer = randomBytes(3_000_000)): Buffer {
  writeFileSync(at('source.nef'), content);
  return content;
}

const input = () => ({
  source: at('source.nef'),
  temporary: at('.target.nef.tmp'),
  target: at('target.nef'),
  mtimeMs: TAKEN,
});

const copy = (changes: Partial<ReturnType<typeof input>> = {}, control = new TaskControl()) =>
  copyFile({ ...input(), ...changes }, control);

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a copy', () => {
  test('is the same to the byte, keeps its time and leaves nothing else behind', () => {
    const content = source();
    const { sha256, bytes } = copy();
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(bytes).toBe(content.length);
    expect(readFileSync(at('target.nef')).equals(content)).toBe(true);
    expect(statSync(at('target.nef')).mtimeMs).toBeCloseTo(TAKEN, 0);
    expect(readdirSync(folder).sort()).toEqual(['source.nef', 'target.nef']);
  });

  test('of an empty file is an empty file', () => {
    source(Buffer.alloc(0));
    expect(copy().bytes).toBe(0);
    expect(statSync(at('target.nef')).size).toBe(0);
  });

  test('never replaces what is there, be it a file, a link that leads nowhere, or a folder', () => {
    source();
    writeFileSync(at('target.nef'), 'precious');
    expect(codeOf(copy)).toBe('target_exists');
    expect(readFileSync(at('target.nef'), 'utf8')).toBe('precious');

    symlinkSync(at('nowhere'), at('link.nef'));
    expect(codeOf(() => copy({ target: at('link.nef') }))).toBe('target_exists');
    expect(existsSync(at('nowhere'))).toBe(false);

    mkdirSync(at('folder.nef'));
    expect(codeOf(() => copy({ target: at('folder.nef') }))).toBe('target_exists');
    expect(readdirSync(folder).some((name) => name.endsWith('.tmp'))).toBe(false);
  });

  test('does not touch a temporary file that is not its own', () => {
    source();
    writeFileSync(at('.target.nef.tmp'), 'of another copy');
    expect(codeOf(copy)).toBe('target_exists');
    expect(readFileSync(at('.target.nef.tmp'), 'utf8')).toBe('of another copy');
  });

  test('of a source that grows meanwhile is refused, and nothing is left', () => {
    source();
    const control = new TaskControl();
    const step = control.step.bind(control);
    let steps = 0;
    control.step = () => {
      steps += 1;
      if (steps === 2) appendFileSync(at('source.nef'), 'more');
      step();
    };
    expect(codeOf(() => copy({}, control))).toBe('source_changed');
    expect(readdirSync(folder)).toEqual(['source.nef']);
  });

  test('of a source that is rewritten meanwhile in the same size is refused', () => {
    source();
    const control = new TaskControl();
    const step = control.step.bind(control);
    control.step = () => {
      utimesSync(at('source.nef'), new Date(), new Date());
      step();
    };
    expect(codeOf(() => copy({}, control))).toBe('source_changed');
    expect(readdirSync(folder)).toEqual(['source.nef']);
  });

  test('that is canceled leaves nothing', () => {
    source();
    const control = new TaskControl();
    control.cancel();
    expect(codeOf(() => copy({}, control))).toBe('canceled');
    expect(readdirSync(folder)).toEqual(['source.nef']);
  });

  test('says what is wrong with source or target', () => {
    source();
    expect(codeOf(() => copy({ source: at('nothing') }))).toBe('file_missing');
    expect(codeOf(() => copy({ source: folder }))).toBe('is_a_directory');
    expect(codeOf(() => copy({ temporary: at('no', 'x.tmp'), target: at('no', 'x') }))).toBe('file_missing');
    expect(codeOf(() => copy({ temporary: at('n'.repeat(300)) }))).toBe('name_too_long');
    execFileSync('mkfifo', [at('pipe')]);
    expect(codeOf(() => copy({ source: at('pipe') }))).toBe('not_a_file');
  });

  test.skipIf(isRoot)('into a folder that may not be written is no_permission', () => {
    source();
    mkdirSync(at('closed'));
    chmodSync(at('closed'), 0o500);
    expect(codeOf(() => copy({ temporary: at('closed', 'x.tmp'), target: at('closed', 'x') }))).toBe(
      'no_permission',
    );
  });

  test('works with names that are not UTF-8', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9), Buffer.from('.nef')]), 'raw');
    const odd = (name: string): string => `${folder}/${name}${fromNative(Buffer.of(0xe9))}.nef`;
    copy({ source: odd('caf'), temporary: odd('.tmp'), target: odd('thé') });
    const names = readdirSync(folder, { encoding: 'buffer' }).map((name) => name.toString('latin1'));
    expect(names).toContain(
      Buffer.concat([Buffer.from('thé'), Buffer.of(0xe9), Buffer.from('.nef')]).toString('latin1'),
    );
    expect(names).toHaveLength(2);
  });
});

describe('on a file system without hard links', () => {
  const noLinks = (): never => {
    throw Object.assign(new Error('no hard links here'), { code: 'EPERM' });
  };

  test('the file appears all the same', () => {
    writeFileSync(at('a.tmp'), 'whole');
    appear(at('a.tmp'), at('a.nef'), noLinks);
    expect(readdirSync(folder)).toEqual(['a.nef']);
    expect(readFileSync(at('a.nef'), 'utf8')).toBe('whole');
  });

  test('and still replaces nothing', () => {
    writeFileSync(at('a.tmp'), 'new');
    writeFileSync(at('a.nef'), 'precious');
    expect(codeOf(() => appear(at('a.tmp'), at('a.nef'), noLinks))).toBe('target_exists');
    expect(readFileSync(at('a.nef'), 'utf8')).toBe('precious');
  });

  test('any other failure of the link is a failure', () => {
    writeFileSync(at('a.tmp'), 'new');
    const full = (): never => {
      throw Object.assign(new Error('no room for a name'), { code: 'ENOSPC' });
    };
    expect(codeOf(() => appear(at('a.tmp'), at('a.nef'), full))).toBe('disk_full');
    expect(existsSync(at('a.nef'))).toBe(false);
  });

  test('where there are links, the name is never empty, not even for a moment', () => {
    writeFileSync(at('a.tmp'), 'whole');
    appear(at('a.tmp'), at('a.nef'), (from, to) => {
      expect(existsSync(at('a.nef'))).toBe(false);
      linkSync(from, to);
      expect(readFileSync(at('a.nef'), 'utf8')).toBe('whole');
    });
  });
});

/** A disk of 1 MB, where the machine lets us mount one. */
function mountSmallDisk(): string | null {
  const disk = mkdtempSync(path.join(os.tmpdir(), 'safelight-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return null;
  }
}

describe('a full disk', () => {
  const disk = mountSmallDisk();
  if (disk === null) console.warn('skipped: a full disk needs the right to mount a tmpfs');
  afterAll(() => {
    if (disk !== null) {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    }
  });

  test.skipIf(disk === null)('is said, nothing is left, and what was there stays', async () => {
    const full = disk ?? '';
    source();
    writeFileSync(path.join(full, 'before.nef'), 'precious');
    const host = createWorkerHost({ filesThreads: 1, derivativesThreads: 1, exifThreads: 1 });
    try {
      await expect(
        host.run('copy', {
          ...input(),
          temporary: path.join(full, 'x.tmp'),
          target: path.join(full, 'x.nef'),
        }),
      ).rejects.toMatchObject({ code: 'disk_full', retry: 'never' });
    } finally {
      await host.close();
    }
    expect(readdirSync(full)).toEqual(['before.nef']);
    expect(readFileSync(path.join(full, 'before.nef'), 'utf8')).toBe('precious');
  });
});
