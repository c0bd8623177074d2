import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOpenApiDocument } from '../src-main/serve/openapi-document.ts';
import { projectRoot } from './project-root.ts';

export const OPENAPI_FILE = join(projectRoot, 'docs', 'openapi.json');

/** `node scripts/run.mjs openapi`: writes docs/openapi.json from the contract. A test fails while it is stale. */
export async function main(): Promise<number> {
  await writeFile(OPENAPI_FILE, await openApiText());
  console.log('docs/openapi.json written');
  return 0;
}

export async function openApiText(): Promise<string> {
  return `${JSON.stringify(await makeOpenApiDocument(), null, 1)}\n`;
}
