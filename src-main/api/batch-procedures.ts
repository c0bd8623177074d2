import type { App } from '../engine/app.ts';
import { previewScan } from '../engine/batch/preview-scan.ts';
import { forgetRecipe, runRecipe, saveRecipe } from '../engine/batch/recipes.ts';
import { cancelScan, scanReport } from '../engine/batch/scan-report.ts';
import { startScan } from '../engine/batch/start-scan.ts';
import { listRecipes } from '../library/recipes.ts';
import type { Implementer } from './implementer.ts';
import { PERSON } from './task-procedures.ts';

export function batchProcedures(os: Implementer, app: App) {
  const engine = () => app.library().engine;
  return {
    start: os.batch.start.handler(async ({ input }) => ({ taskId: await startScan(engine(), input) })),
    preview: os.batch.preview.handler(({ input }) => previewScan(engine(), input)),
    get: os.batch.get.handler(({ input }) => scanReport(engine(), input)),
    cancel: os.batch.cancel.handler(({ input }) => cancelScan(engine(), input.taskId, PERSON)),
    recipes: {
      list: os.batch.recipes.list.handler(() => listRecipes(engine().db)),
      save: os.batch.recipes.save.handler(({ input }) => saveRecipe(engine(), input)),
      remove: os.batch.recipes.remove.handler(({ input }) => {
        forgetRecipe(engine(), input.id);
        return {};
      }),
      run: os.batch.recipes.run.handler(async ({ input }) => ({ taskId: await runRecipe(engine(), input) })),
    },
  };
}
