import { generateDerivatives } from './generate-derivatives.ts';
import type { AnyJobHandler, HandlerRegistry } from './handler.ts';
import { historyCleaning } from './history-cleaning.ts';
import { uploadPostprocess } from './upload-postprocess.ts';

const all: readonly AnyJobHandler[] = [generateDerivatives, historyCleaning, uploadPostprocess];

/** Every job type that the engine can run. A job of any other type fails, and says so. */
export const handlers: HandlerRegistry = new Map(all.map((handler) => [handler.type, handler]));
