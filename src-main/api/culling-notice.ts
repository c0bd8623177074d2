import type { App } from '../engine/app.ts';

/** Calls by which a person judges photos. Looking at photos is none: a library left open on screen would never be tidied. */
const CULLING_CALLS = new Set([
  'photos.setKeep',
  'photos.setRating',
  'photos.changeTags',
  'photos.undoCulling',
]);

/** After a call went well: tells the engine that somebody is culling, so that maintenance keeps out of the way. */
export function noticeCulling(app: App, path: readonly string[]): void {
  if (!CULLING_CALLS.has(path.join('.'))) return;
  try {
    app.current()?.engine.upkeep.gate.culled();
  } catch (error) {
    // What the person decided is stored. That the pause of a background task is not can wait for the next key.
    app.log.warn({ err: error }, 'maintenance could not be held back');
  }
}
