import type { IncomingMessage } from 'node:http';
import type { App } from '../engine/app.ts';
import { Refusal } from './refusal.ts';

/** Whoever names a library here means that one, and no other that a person has opened in the app meanwhile. */
export const LIBRARY_HEADER = 'x-safelight-library';

/** Photo 7 is another photo in another library: a call that says which one it means is refused where that is not open. */
export function libraryCheck(app: Pick<App, 'current'>) {
  return ({ headers }: IncomingMessage): void => {
    const meant = headers[LIBRARY_HEADER];
    if (meant === undefined || meant === app.current()?.engine.id) return;
    throw new Refusal(409, 'OTHER_LIBRARY', 'The library that is meant is not the one that is open');
  };
}
