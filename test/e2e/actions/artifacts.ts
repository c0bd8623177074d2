import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestApp } from '../harness/app.ts';

/** Where pictures of the app are kept for people to look at. */
export const artifactsFolder =
  process.env.SAFELIGHT_E2E_ARTIFACTS ?? join(tmpdir(), 'safelight-e2e-artifacts');

export async function takePicture(app: TestApp, name: string): Promise<void> {
  await mkdir(artifactsFolder, { recursive: true });
  await app.page.screenshot({ path: join(artifactsFolder, `${name}.png`) });
}
