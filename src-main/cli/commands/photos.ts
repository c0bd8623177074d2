import { type Command, InvalidArgumentError } from 'commander';
import type { Photo, PhotoFilter } from '../../../src-preload/contract/photos.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printPhotos } from '../photo-lines.ts';
import { type Session, withLibrary } from '../session.ts';

interface PhotosOptions {
  project?: string;
  limit?: number;
  text?: string;
  json?: boolean;
}

const PAGE = 1000;

export function photosCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('photos')
    .description('list the photos of a library, newest first')
    .argument('<library>', 'folder of the library')
    .option('--project <name>', 'only this project')
    .option('--text <text>', 'only photos with this in their name')
    .option('--limit <n>', 'at most so many', positiveInteger)
    .option('--json', 'print one JSON document')
    .action(async (library: string, options: PhotosOptions) => {
      const photos = await withLibrary(library, { create: false, work: false }, (session) =>
        collect(session, options),
      );
      printPhotos(photos, options);
      exit(EXIT.done);
    });
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It has to be a whole number above 0.');
  return value;
}

async function collect({ client }: Session, options: PhotosOptions): Promise<Photo[]> {
  const filter: PhotoFilter = {};
  if (options.text !== undefined) filter.text = options.text;
  if (options.project !== undefined) {
    const project = (await client.projects.list()).find((candidate) => candidate.name === options.project);
    if (project === undefined) throw new UsageError(`There is no project "${options.project}".`);
    filter.projectId = project.id;
  }
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const photos: Photo[] = [];
  for (let cursor: string | undefined; photos.length < limit; ) {
    const page = await client.photos.query({
      filter,
      limit: Math.min(PAGE, limit - photos.length),
      ...(cursor === undefined ? {} : { cursor }),
    });
    photos.push(...page.photos);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return photos;
}
