import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { OPENAPI_FILE, openApiText } from '../../../scripts/openapi.ts';

test('docs/openapi.json says what the contract says (else: node scripts/run.mjs openapi)', async () => {
  expect(await readFile(OPENAPI_FILE, 'utf8')).toBe(await openApiText());
});

test('each path has the status codes of what it starts, and a shape for every refusal', async () => {
  const { openapi, paths } = JSON.parse(await openApiText());
  expect(openapi).toMatch(/^3\.1/);
  const commit = paths['/projects/{id}/commit-changes'].post.responses;
  expect(Object.keys(commit)).toEqual(expect.arrayContaining(['202', '403', '404', '409', '503', 'default']));
  expect(paths['/jobs/{id}']).toMatchObject({ get: {}, delete: {} });
  expect(paths['/library/open']).toBeUndefined();
  const ids = Object.values(paths).flatMap((path) =>
    Object.values(path as object).map((operation) => operation.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
