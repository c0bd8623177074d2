import { fileRemoval } from './file-removal.ts';
import { fileRestore } from './file-restore.ts';
import { folderCheck } from './folder-check.ts';
import { generateDerivatives } from './generate-derivatives.ts';
import type { AnyJobHandler, HandlerRegistry } from './handler.ts';
import { historyCleaning } from './history-cleaning.ts';
import { importMetadata } from './import-metadata.ts';
import { manifestCheck } from './manifest-check.ts';
import { manifestCleaning } from './manifest-cleaning.ts';
import { photoMoveFiles } from './photo-move-files.ts';
import { projectCleanup } from './project-cleanup.ts';
import { projectDeleteFiles } from './project-delete-files.ts';
import { projectScavenge } from './project-scavenge.ts';
import { scan } from './scan.ts';
import { scanActionStep } from './scan-action.ts';
import { trashMaintenance } from './trash-maintenance.ts';
import { undoWrites } from './undo-writes.ts';
import { uploadPostprocess } from './upload-postprocess.ts';
import { verify } from './verify.ts';
import { writeMetadata } from './write-metadata.ts';

const all: readonly AnyJobHandler[] = [
  fileRemoval,
  fileRestore,
  folderCheck,
  generateDerivatives,
  historyCleaning,
  importMetadata,
  manifestCheck,
  manifestCleaning,
  photoMoveFiles,
  projectCleanup,
  projectDeleteFiles,
  projectScavenge,
  scan,
  scanActionStep,
  trashMaintenance,
  undoWrites,
  uploadPostprocess,
  verify,
  writeMetadata,
];

/** Every job type that the engine can run. A job of any other type fails, and says so. */
export const handlers: HandlerRegistry = new Map(all.map((handler) => [handler.type, handler]));
