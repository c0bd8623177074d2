import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile } from '../../../src-main/shell/log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelight-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeAndClose(message: string): void {
  const file = openLogFile(folder, 'info');
  file.log.info(message);
  file.flush();
}

describe('the log file', () => {
  it('holds what was logged once it is flushed, one JSON document a line', () => {
    writeAndClose('first');
    writeAndClose('second');
    const lines = readFileSync(join(folder, 'safelight.log'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['first', 'second']);
  });

  it('makes room when it is full, and keeps three older ones', () => {
    for (let start = 0; start < 6; start += 1) {
      writeFileSync(join(folder, 'safelight.log'), Buffer.alloc(10 * 1024 * 1024 + 1, `${start}`));
      writeAndClose('fresh');
    }
    expect(readdirSync(folder).sort()).toEqual([
      'safelight.log',
      'safelight.log.1',
      'safelight.log.2',
      'safelight.log.3',
    ]);
    expect(readFileSync(join(folder, 'safelight.log.1'), 'utf8')[0]).toBe('5');
    expect(readFileSync(join(folder, 'safelight.log.3'), 'utf8')[0]).toBe('3');
  });
});
