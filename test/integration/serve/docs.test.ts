import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeShoot } from '../../fixtures/photos/make-shoot.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const run = promisify(execFile);
const folder = await temporaryFolder('serve-docs');
const page = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'api.md'), 'utf8');
/** Every line of every `sh` block, in the order of the page: one after the other, as a reader would. */
const LINES = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false, // Not installed here; what the lines ask for is tested elsewhere as well.
);
let served: Served;

beforeAll(async () => {
  await makeShoot(join(folder, 'more'), { count: 4, pairs: 1 });
  served = await serveLibrary(folder, { photos: 2 });
});
afterAll(() => served.close());

test.skipIf(!hasCurl)(
  'each line of docs/api.md does what the page says (skipped where curl is not installed)',
  async () => {
    expect(LINES.length).toBeGreaterThan(14);
    const statuses: string[] = [];
    for (const line of LINES) {
      const { stdout } = await run('sh', ['-c', `${line} -w '\\n%{http_code}'`], {
        env: {
          ...process.env,
          SAFELIGHT_URL: served.server.url,
          SAFELIGHT_TOKEN: served.server.token,
          SAFELIGHT_PHOTOS: join(folder, 'more'),
        },
        maxBuffer: 16 * 1024 * 1024,
      });
      const [status = ''] = stdout.split('\n').slice(-1);
      JSON.parse(stdout.slice(0, -status.length));
      statuses.push(`${status} ${line.replace(/^.*SAFELIGHT_URL\/?|"$/g, '')}`);
    }
    const told = (status: string) =>
      statuses.filter((line) => line.startsWith(status)).map((line) => line.slice(4));
    expect(told('202')).toEqual(['api/projects/1/upload', 'api/projects/1/commit-changes']);
    expect(told('201')).toEqual(['api/projects']);
    // The job that took the photos in has ended before the page was read.
    expect(told('409')).toEqual(['api/jobs/1']);
    expect(statuses.filter((line) => !/^(200|201|202|409) /.test(line))).toEqual([]);
  },
);

test('every path of the table is one of the document', async () => {
  const { json } = await served.call('GET', '/openapi.json');
  const paths = Object.keys((json as { paths: object }).paths).map((path) =>
    path.replace(/\{\w+\}/g, '{id}'),
  );
  const table = page.split('## Paths')[1]?.split('## Events')[0] ?? '';
  const named = [...table.matchAll(/`(?:GET|POST|DELETE)?,? ?\/api(\/[a-z{][^`<\s]*)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(12);
  expect(named.filter((path) => !paths.includes(path) && path !== '/jobs/stream')).toEqual([]);
});
