import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeReference, REFERENCE_FILE } from '../../../scripts/reference.ts';

test('docs/reference.md says what the schemas say (else: node scripts/run.mjs reference)', async () => {
  expect(await readFile(REFERENCE_FILE, 'utf8')).toBe(await makeReference());
});

test('every setting says what it means', async () => {
  const settings = (await makeReference()).split('## Tasks')[0] ?? '';
  const rows = settings.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => /\|\s+\|$/.test(row))).toEqual([]);
});
