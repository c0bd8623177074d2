import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ImportDocument, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('links');

test('files behind a link that the person named are told under the path they named', async () => {
  const card = join(folder, 'card');
  await mkdir(card);
  await makeCard(join(card, 'DCIM'), 2, { size: 'tiny' });
  const link = join(folder, 'the card');
  await symlink(card, link);
  const file = join(folder, 'one.jpg');
  await symlink(join(card, 'DCIM', 'DSC_00001.JPG'), file);
  const { json } = await runJson<ImportDocument>([
    'import',
    join(folder, 'library'),
    '--project',
    'P',
    link,
    file,
  ]);
  expect(json.items.map(({ path, outcome }) => `${outcome} ${path}`)).toEqual([
    `imported ${join(link, 'DCIM', 'DSC_00001.JPG')}`,
    `imported ${join(link, 'DCIM', 'DSC_00002.JPG')}`,
  ]);
});
