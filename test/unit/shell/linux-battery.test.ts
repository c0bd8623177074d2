import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runsOnBattery } from '../../../src-main/shell/linux-battery.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('battery');

type Supplies = Record<string, Record<string, string>>;
const charger = (online: string) => ({ type: 'Mains', online });
const battery = (status: string) => ({ type: 'Battery', status });

test.each<[string, Supplies, boolean]>([
  ['a laptop that is plugged in', { AC: charger('1'), BAT0: battery('Charging') }, false],
  ['a laptop that is not', { AC: charger('0'), BAT0: battery('Discharging') }, true],
  [
    'one of two batteries is drained',
    { AC: charger('0'), BAT0: battery('Not charging'), BAT1: battery('Discharging') },
    true,
  ],
  ['a full battery on the charger', { AC: charger('1'), BAT0: battery('Full') }, false],
  [
    'a weak USB charger, beside which the battery is drained',
    { ucsi: { type: 'USB', online: '1' }, BAT0: battery('Discharging') },
    false,
  ],
  [
    'a desktop with the battery of its mouse',
    { mouse: { ...battery('Discharging'), scope: 'Device' } },
    false,
  ],
  ['a desktop', {}, false],
])('%s', async (name, supplies, expected) => {
  const root = join(folder, name);
  await mkdir(root);
  for (const [supply, files] of Object.entries(supplies)) {
    await mkdir(join(root, supply));
    for (const [file, text] of Object.entries(files)) await writeFile(join(root, supply, file), `${text}\n`);
  }
  expect(await runsOnBattery(root)).toBe(expected);
});

test('a system that tells nothing', async () => {
  expect(await runsOnBattery(join(folder, 'nowhere'))).toBe(false);
});
