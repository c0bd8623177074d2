import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('serve-deleted');
let served: Served;

beforeAll(async () => {
  served = await serveLibrary(folder);
  const { taskId } = await served.client.projects.delete({ id: served.projectId, confirm: 'Shoot' });
  await served.app.library().engine.taskEnded(taskId);
});
afterAll(() => served.close());

test.each([
  ['POST', 'upload', { paths: [join(folder, 'card')] }],
  ['POST', 'process', {}],
  ['POST', 'commit-changes', {}],
  ['POST', 'revert-changes', {}],
  ['POST', 'jobs', { type: 'generate_derivatives' }],
  ['POST', 'jobs', { type: 'manifest_check' }],
  ['GET', 'jobs', undefined],
])('a project that was deleted is a 404 for %s …/%s', async (method, what, json) => {
  const answer = await served.call(method, `/api/projects/${served.projectId}/${what}`, { json });
  expect(answer).toMatchObject({
    status: 404,
    json: { error: { code: 'NOT_FOUND', data: { kind: 'project', id: String(served.projectId) } } },
  });
});
