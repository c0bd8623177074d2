import { initial } from './0001-initial.ts';
import { engine } from './0002-engine.ts';
import { largeWork } from './0003-large-work.ts';
import { fileSafety } from './0004-file-safety.ts';
import { recipes } from './0005-recipes.ts';
import { metadata } from './0006-metadata.ts';
import { metadataWrites } from './0007-metadata-writes.ts';
import { looks } from './0008-looks.ts';

/** In order; what was released is never edited, only followed by another. */
export const migrations: readonly string[] = [
  initial,
  engine,
  largeWork,
  fileSafety,
  recipes,
  metadata,
  metadataWrites,
  looks,
];
