import type { App } from '../engine/app.ts';
import { acceptLoss, runMaintenance, untrackedFiles } from '../engine/maintenance.ts';
import type { Implementer } from './implementer.ts';

export function maintenanceProcedures(os: Implementer, app: App) {
  return {
    run: os.maintenance.run.handler(({ input }) => ({
      taskId: runMaintenance(app.library().engine, input),
    })),
    acceptLoss: os.maintenance.acceptLoss.handler(({ input }) => ({
      taskId: acceptLoss(app.library().engine, input.taskId),
    })),
    untracked: os.maintenance.untracked.handler(({ input }) => untrackedFiles(app.library().engine, input)),
    schedules: os.maintenance.schedules.handler(() => app.library().engine.upkeep.scheduler.list()),
  };
}
