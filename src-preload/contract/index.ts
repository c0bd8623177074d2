import { batchContract } from './batch.ts';
import { changesContract } from './changes.ts';
import { derivativesContract } from './derivatives.ts';
import { eventsContract } from './events.ts';
import { jobsContract } from './jobs.ts';
import { libraryContract } from './library.ts';
import { maintenanceContract } from './maintenance.ts';
import { metadataContract } from './metadata.ts';
import { photosContract } from './photos.ts';
import { projectsContract } from './projects.ts';
import { settingsContract } from './settings.ts';
import { systemContract } from './system.ts';
import { tasksContract } from './tasks.ts';
import { trashContract } from './trash.ts';
import { uploadContract } from './upload.ts';

/** All that the two sides share. It imports nothing but zod and `@orpc/contract`. */
export const contract = {
  library: libraryContract,
  projects: projectsContract,
  photos: photosContract,
  upload: uploadContract,
  changes: changesContract,
  trash: trashContract,
  derivatives: derivativesContract,
  batch: batchContract,
  tasks: tasksContract,
  jobs: jobsContract,
  maintenance: maintenanceContract,
  metadata: metadataContract,
  settings: settingsContract,
  system: systemContract,
  events: eventsContract,
};
export type Contract = typeof contract;

export * from './batch.ts';
export * from './changes.ts';
export * from './common.ts';
export * from './events.ts';
export * from './jobs.ts';
export * from './library.ts';
export * from './maintenance.ts';
export * from './metadata.ts';
export * from './photos.ts';
export * from './plans.ts';
export * from './projects.ts';
export * from './states.ts';
export * from './tasks.ts';
export * from './trash.ts';
export * from './upload.ts';
