import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type GeneratedClient,
  generateClient,
  type OpenApiDocument,
} from '../../fixtures/serve/generate-client.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('serve-generated');
let served: Served;
let client: GeneratedClient;

beforeAll(async () => {
  served = await serveLibrary(folder);
  const { json } = await served.call('GET', '/openapi.json');
  // It knows the document and the token, and nothing of our code.
  client = generateClient(json as OpenApiDocument, served.server.token);
});
afterAll(() => served.close());

test('a client made of the document alone finds its way: it makes, judges, commits, follows and undoes', async () => {
  const [project] = (await client('projects.list')) as { id: number }[];
  const page = (await client('photos.query', { limit: 1 })) as { photos: { id: number }[] };
  await client('photos.setKeep', { ids: [page.photos[0]?.id], keepJpg: false, keepRaw: false });
  const { taskId } = (await client('seeds.commitProject', { id: project?.id })) as { taskId: string };
  await served.app.library().engine.taskEnded(taskId);
  expect(await client('tasks.get', { id: taskId })).toMatchObject({ task: { state: 'completed' } });
  expect(await client('tasks.items', { taskId, limit: 1 })).toMatchObject({ total: expect.any(Number) });
  expect(await client('jobs.list', { states: ['completed', 'failed'], taskId })).toMatchObject({
    total: expect.any(Number),
  });
  const undo = (await client('changes.undo', { taskId })) as { taskId: string };
  await served.app.library().engine.taskEnded(undo.taskId);
  expect(await client('trash.list')).toMatchObject({ totals: { photos: 0 } });
});

test('what is refused comes back with the status and the shape that the document promises', async () => {
  await expect(client('jobs.get', { id: 9999 })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' });
  await expect(client('jobs.cancel', { id: 1 })).rejects.toMatchObject({
    status: 409,
    code: 'ALREADY_FINISHED',
  });
  await expect(client('photos.query', { limit: -1 })).rejects.toMatchObject({
    status: 400,
    code: 'BAD_REQUEST',
  });
});

test('every operation without a parameter that has to be there answers as documented', async () => {
  for (const operationId of client.readsWithoutInput) {
    expect(await client(operationId)).toBeDefined();
  }
  expect(client.readsWithoutInput.length).toBeGreaterThan(8);
});

test('every operation that there is, called with nothing, answers with a status and a shape of the document', async () => {
  const statuses = new Map<string, number>();
  for (const { operationId, inPath } of client.operations) {
    const input = Object.fromEntries(inPath.map((name) => [name, 999_999]));
    const status = await client(operationId, input).then(
      () => 200,
      (error: { status?: number }) => {
        // Without a status it was not refused: the answer was not as documented.
        if (error.status === undefined) throw error;
        return error.status;
      },
    );
    statuses.set(operationId, status);
  }
  expect(statuses.size).toBeGreaterThan(60);
  expect([...statuses].filter(([, status]) => status >= 500)).toEqual([]);
});
