import type { App } from '../engine/app.ts';
import { batchProcedures } from './batch-procedures.ts';
import { changeProcedures, trashProcedures } from './change-procedures.ts';
import { derivativeProcedures } from './derivative-procedures.ts';
import { implementer } from './implementer.ts';
import { jobProcedures } from './job-procedures.ts';
import { libraryProcedures } from './library-procedures.ts';
import { maintenanceProcedures } from './maintenance-procedures.ts';
import { metadataProcedures } from './metadata-procedures.ts';
import { photoProcedures } from './photo-procedures.ts';
import { projectProcedures } from './project-procedures.ts';
import { settingsProcedures } from './settings-procedures.ts';
import { eventProcedures, systemProcedures } from './system-procedures.ts';
import { taskProcedures } from './task-procedures.ts';
import { uploadProcedures } from './upload-procedures.ts';

/** The contract on one engine. The app mounts it on a port, the CLI calls it in its own process. */
export function createRouter(app: App) {
  const os = implementer(app);
  return os.router({
    library: libraryProcedures(os, app),
    projects: projectProcedures(os, app),
    photos: photoProcedures(os, app),
    upload: uploadProcedures(os, app),
    changes: changeProcedures(os, app),
    trash: trashProcedures(os, app),
    derivatives: derivativeProcedures(os, app),
    batch: batchProcedures(os, app),
    tasks: taskProcedures(os, app),
    jobs: jobProcedures(os, app),
    maintenance: maintenanceProcedures(os, app),
    metadata: metadataProcedures(os, app),
    settings: settingsProcedures(os, app),
    system: systemProcedures(os, app),
    events: eventProcedures(os, app),
  });
}
export type AppRouter = ReturnType<typeof createRouter>;
