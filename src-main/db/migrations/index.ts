import { initial } from './0001-initial.ts';

/** In order; the position plus one is the schema version. Never change one that was released: add the next. */
export const migrations: readonly string[] = [initial];
