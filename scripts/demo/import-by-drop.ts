import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright';
import type { AppUnderControl } from '../electron/app-under-control.ts';

const DIALOG_LIMIT_MS = 60_000;
const TASK_LIMIT_MS = 5 * 60_000;

/** Drops a folder on the window, confirms, and waits until the task that follows has ended. */
export async function importByDrop(
  app: AppUnderControl,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const { page } = app;
  const before = await page.getByTestId('task-row').count();
  await app.dropFiles([folder]);
  await page.getByTestId('drop-dialog').waitFor({ timeout: DIALOG_LIMIT_MS });
  const confirm = page.getByTestId('drop-confirm');
  await page.locator('[data-testid="drop-confirm"]:enabled').waitFor({ timeout: DIALOG_LIMIT_MS });
  await confirm.click();
  await page.getByTestId('drop-dialog').waitFor({ state: 'hidden', timeout: DIALOG_LIMIT_MS });
  await watchTask(page.getByTestId('task-row'), before, say);
}

/** The newest task comes first. Its row carries its state; its text is what the person reads. */
async function watchTask(rows: Locator, before: number, say: (line: string) => void): Promise<void> {
  const end = performance.now() + TASK_LIMIT_MS;
  let said = '';
  while (performance.now() < end) {
    if ((await rows.count()) > before) {
      const row = rows.first();
      const text = await readableText(row);
      if (text !== said) say(`  ${text}`);
      said = text;
      const state = await row.getAttribute('data-state');
      if (state === 'completed' || state === 'failed' || state === 'canceled') return;
    }
    await delay(250);
  }
  throw new Error(
    `the task did not end within ${TASK_LIMIT_MS / 60_000} minutes; last seen: ${said || 'no task'}`,
  );
}

/** What the row says, in one line, without the words on its buttons. */
async function readableText(row: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: as rendered, that is with breaks between its parts.
  const lines = (await row.innerText()).split('\n').map((line) => line.trim());
  const buttons = new Set(await row.getByRole('button').allInnerTexts());
  return lines.filter((line) => line !== '' && !buttons.has(line)).join('  ');
}
