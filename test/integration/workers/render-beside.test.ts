import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Darkroom } from './pictures.ts';
import { openDarkroom, quarters } from './pictures.ts';

/**
 * libvips keeps what went wrong in one text for the whole process: of two photos that fail in the same moment, each
 * may be told the other's reason, both, or none.
 */
let room: Darkroom;
beforeAll(() => {
  room = openDarkroom(2);
});
afterAll(() => room.close());

async function cutJpeg(name: string): Promise<string> {
  const file = room.at(name);
  await quarters(640, 480).jpeg().toFile(file);
  truncateSync(file, Math.round(readFileSync(file).length * 0.7));
  return file;
}

/** Its data say that they are of a compression that nobody knows. */
async function oddTiff(name: string): Promise<string> {
  const file = room.at(name);
  await quarters(640, 480).tiff({ compression: 'none' }).toFile(file);
  const bytes = readFileSync(file);
  for (let at = bytes.readUInt32LE(4) + 2; at < bytes.length - 12; at += 12) {
    if (bytes.readUInt16LE(at) !== 0x0103) continue;
    bytes.writeUInt16LE(9999, at + 8);
    break;
  }
  writeFileSync(file, bytes);
  return file;
}

async function spoiltPng(name: string): Promise<string> {
  const file = room.at(name);
  await quarters(640, 480).png().toFile(file);
  const bytes = readFileSync(file);
  bytes.fill(0xa5, bytes.indexOf('IDAT') + 4, bytes.indexOf('IDAT') + 200);
  writeFileSync(file, bytes);
  return file;
}

async function outcomeOf(file: string): Promise<string> {
  try {
    const { damage } = await room.render(file);
    return damage === null ? 'ready' : `damaged: ${damage.code}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('two photos that are drawn side by side', () => {
  test('each of them fails for its own reason', async () => {
    const files = [await cutJpeg('cut.jpg'), await oddTiff('odd.tif'), await spoiltPng('spoilt.png')];
    const alone: Record<string, string> = {};
    for (const file of files) alone[file] = await outcomeOf(file);

    const beside = new Map<string, number>();
    for (let round = 0; round < 60; round += 1) {
      const pair = [files[round % 3] ?? '', files[(round + 1) % 3] ?? ''];
      const outcomes = await Promise.all(pair.map(outcomeOf));
      for (const [at, file] of pair.entries()) {
        const line = `${file} ${outcomes[at]}`;
        if (outcomes[at] !== alone[file]) beside.set(line, (beside.get(line) ?? 0) + 1);
      }
    }
    expect([...beside]).toEqual([]);
  });
});
