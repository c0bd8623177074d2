import { execFileSync } from 'node:child_process';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { startMetadata } from '../../../src-main/engine/changes/metadata.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { startUndo } from '../../../src-main/engine/changes/take-back.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { DescribedLibrary } from '../../fixtures/metadata/described-library.ts';
import { readTags } from '../../fixtures/metadata/exif-tool.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** A drive that is pulled leaves an empty folder: what cannot be seen there is not gone. */

const folder = await temporaryFolder('metadata-away');
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

async function onDrive(name: string, writeMode: string) {
  const [card, root, drive] = ['card', 'library', 'drive'].map((part) => join(folder, name, part)) as [
    string,
    string,
    string,
  ];
  const place = join(root, 'Trip');
  const [pull, plugIn] = [
    () => execFileSync('umount', ['--lazy', place]),
    () => execFileSync('mount', ['--bind', drive, place]),
  ];
  await makePair(card, 'PAIR', { width: 48, height: 32 });
  let onWritten = () => {};
  const options = {
    config: { exif: { writeMode } },
    probe: (point: string) => {
      if (point === 'file_written') onWritten();
    },
  };
  const library = await DescribedLibrary.open(root, options);
  await library.import(card);
  await rename(place, drive);
  await mkdir(place);
  plugIn();
  onTestFinished(() => {
    if (execFileSync('mount').includes(place)) pull();
  });
  const check = async () => {
    const { engine } = library;
    await library.ended(
      engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] }),
    );
  };
  await check();
  onTestFinished(() => library.close());
  return {
    library,
    drive,
    pull,
    plugIn,
    check,
    onNextWrite: (act: () => void) => {
      onWritten = () => {
        onWritten = () => {};
        act();
      };
    },
    waits: (id: string) =>
      expect.poll(() => getTask(library.engine.db, id)?.state, { timeout: 20_000 }).toBe('waiting'),
  };
}

test.skipIf(!canMount)('an undo does not take a sidecar for gone whose drive is away', async () => {
  const { library, drive, pull, plugIn, waits } = await onDrive('undo', 'sidecar-only');
  library.rate('PAIR', 4);
  const { taskId } = await library.write();
  pull();
  const undo = startUndo(library.engine, taskId);
  await waits(undo);
  plugIn();
  await library.engine.upkeep.parked.look();
  await library.engine.taskEnded(undo);
  await expect(stat(join(drive, 'PAIR.xmp'))).rejects.toThrow('ENOENT');
});

test.skipIf(!canMount)('a purge does not take kept bytes for gone whose drive is away', async () => {
  const { library, pull, plugIn, drive } = await onDrive('purge', 'embedded-only');
  library.rate('PAIR', 4);
  const { taskId } = await library.write();
  pull();
  const purge = startPurge(library.engine, { taskId });
  await expect.poll(() => getTask(library.engine.db, purge)?.state).not.toMatch(/queued|running/);
  expect(selectAll(library.engine.db, `SELECT DISTINCT state FROM file_versions`)).toEqual([
    { state: 'kept' },
  ]);
  plugIn();
  await library.engine.upkeep.parked.look();
  await library.engine.taskEnded(purge);
  expect((await hashTree(drive)).filter(({ path }) => path.includes('.trash'))).toEqual([]);
});

test.skipIf(!canMount)(
  'a write that a pulled drive cut in two is taken back when it is there again',
  async () => {
    const { library, pull, plugIn, drive, onNextWrite, waits, check } = await onDrive('cut', 'embedded-only');
    const before = await hashTree(drive);
    library.rate('PAIR', 4);
    onNextWrite(pull);
    const task = startMetadata(library.engine, { operation: 'write', target: { all: true }, dryRun: false });
    await waits(task);
    library.engine.cancelTask(task, 'test');
    await library.engine.taskEnded(task);
    // A check of everything looks whether it is back, and it is not.
    await check();
    plugIn();
    await check();
    expect(await hashTree(drive)).toEqual(before);
    expect(await readTags(join(drive, 'PAIR.JPG'))).not.toHaveProperty('XMP-xmp:Rating');
  },
);
