import { type Command, InvalidArgumentError } from 'commander';
import { type Photo, type PhotoFilter, photoFilter } from '../../../src-preload/contract/photos.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printPhotos } from '../photo-lines.ts';
import { type Session, withLibrary } from '../session.ts';

interface PhotosOptions {
  project?: string;
  limit?: number;
  json?: boolean;
  text?: string;
  keep?: string;
  ratingMin?: string;
  tag?: string[];
  from?: string;
  to?: string;
  has?: string;
  orientation?: string;
  unwritten?: true;
  conflict?: true;
}

const PAGE = 1000;

export function photosCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('photos')
    .description('list the photos of a library, newest first')
    .argument('<library>', 'folder of the library')
    .option('--project <name>', 'only this project')
    .option('--text <text>', 'only photos with this in their name')
    .option('--keep <what>', `only ${photoFilter.shape.keep.unwrap().options.join(', ')}`)
    .option('--rating-min <stars>', 'only with at least so many stars, from -1 to 5')
    .option('--tag <tag...>', 'only with all of these tags')
    .option('--from <day>', 'only taken on this day or later, YYYY-MM-DD')
    .option('--to <day>', 'only taken on this day or earlier')
    .option('--has <what>', `only with ${photoFilter.shape.has.unwrap().options.join(', ')}`)
    .option('--orientation <how>', `only ${photoFilter.shape.orientation.unwrap().options.join(', ')}`)
    .option('--unwritten', 'only those whose files do not say yet what the library says')
    .option('--conflict', 'only those that contradict their files')
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

/** @throws UsageError naming the first option that does not fit */
function filterOf({
  text,
  keep,
  ratingMin,
  tag,
  from,
  to,
  has,
  orientation,
  unwritten,
  conflict,
}: PhotosOptions): PhotoFilter {
  const options = {
    text,
    keep,
    tags: tag,
    takenFrom: from,
    takenTo: to,
    has,
    orientation,
    unwritten,
    conflict,
  };
  const given = Object.entries({
    ...options,
    ratingMin: ratingMin === undefined ? undefined : Number(ratingMin.trim() || Number.NaN),
  }).filter(([, value]) => value !== undefined);
  const parsed = photoFilter.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0]);
  throw new UsageError(`--${OPTION_OF[field] ?? field} does not fit: see "safelight photos --help".`);
}

/** Options that are not called as the fields of the filter are. */
const OPTION_OF: Record<string, string> = {
  ratingMin: 'rating-min',
  tags: 'tag',
  takenFrom: 'from',
  takenTo: 'to',
};

async function collect({ client }: Session, options: PhotosOptions): Promise<Photo[]> {
  const filter = filterOf(options);
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
