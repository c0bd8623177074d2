import type { TestApp } from '../harness/app.ts';

/** The system's dialog cannot be driven from here: the next ones answer with this folder, or as closed for null. */
export async function answerFolderDialog(app: TestApp, folder: string | null): Promise<void> {
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({
      canceled: chosen === null,
      filePaths: chosen === null ? [] : [chosen],
    });
  }, folder);
}
