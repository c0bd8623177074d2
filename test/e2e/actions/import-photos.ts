import type { Locator } from 'playwright';
import type { TestApp } from '../harness/app.ts';

/** Drops files and folders on the window and waits until the dialog knows what it would do with them. */
export async function dropPhotos(app: TestApp, paths: readonly string[]): Promise<Locator> {
  await app.dropFiles(paths);
  const dialog = app.page.getByTestId('drop-dialog');
  await dialog.waitFor();
  // Its lines appear when the analysis is complete.
  await dialog.locator('[data-outcome]').first().waitFor();
  return dialog;
}

/** The dialog's text for one kind of outcome, or null where the dialog has no such line. */
export async function outcomeTitle(dialog: Locator, outcome: string): Promise<string | null> {
  const line = dialog.locator(`[data-outcome="${outcome}"] strong`);
  return (await line.count()) === 0 ? null : await line.first().textContent();
}

/** Drops, confirms, and waits for the row of the task that this starts. */
export async function importPhotos(app: TestApp, paths: readonly string[]): Promise<Locator> {
  const dialog = await dropPhotos(app, paths);
  await dialog.getByTestId('drop-confirm').click();
  await dialog.waitFor({ state: 'detached' });
  return firstTaskRow(app);
}

/** The row of the task that runs, or else of the newest. Opens the panel where it is closed, as in a new profile. */
export async function firstTaskRow(app: TestApp): Promise<Locator> {
  const panel = app.page.getByTestId('tasks-panel');
  const opener = app.page.getByRole('button', { name: 'Tasks', exact: true });
  await panel.or(opener).first().waitFor();
  if (!(await panel.isVisible())) await opener.click();
  const row = app.page.getByTestId('task-row').first();
  await row.waitFor();
  return row;
}
