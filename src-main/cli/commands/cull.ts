import type { Command } from 'commander';
import { z } from 'zod';
import { type PhotoDescription, photoDescription } from '../../../src-preload/contract/photos.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { photosNamed } from '../follow/options.ts';
import { words } from '../follow/words.ts';
import { shownPath } from '../output.ts';
import { printPhotos } from '../photo-lines.ts';
import { type Session, withLibrary } from '../session.ts';

interface CullOptions {
  photo: string[];
  jpg?: string;
  raw?: string;
  add?: string;
  remove?: string;
  json?: boolean;
}

const stars = z.int().min(-1).max(5);

/** `keep`, `rate`, `tag` and `describe`: what a person decides about photos. No file is touched before a commit. */
export function cullCommands(program: Command, exit: (code: number) => void): void {
  const add = (name: string, what: string) =>
    program
      .command(name)
      .description(what)
      .argument('<library>', 'folder of the library')
      .requiredOption('--photo <id...>', 'the photos')
      .option('--json', 'print one JSON document');

  add('keep', 'say which half of photos is wanted; what is not goes with the next commit')
    .option('--jpg <on|off>', 'whether the JPG is wanted')
    .option('--raw <on|off>', 'whether the RAW is wanted')
    .action(async (library: string, options: CullOptions) => {
      const [keepJpg, keepRaw] = [onOrOff(options.jpg, 'jpg'), onOrOff(options.raw, 'raw')];
      if (keepJpg === undefined && keepRaw === undefined)
        throw new UsageError('keep takes --jpg, --raw, or both.');
      exit(
        await cull(library, options, ({ client }, ids) => client.photos.setKeep({ ids, keepJpg, keepRaw })),
      );
    });
  add('rate', 'give photos 0 to 5 stars, or -1 for rejected')
    .argument('<stars>', 'from -1 to 5')
    .action(async (library: string, text: string, options: CullOptions) => {
      const rating = stars.safeParse(text.trim() === '' ? Number.NaN : Number(text));
      if (!rating.success)
        throw new UsageError(`"${shownPath(text)}" is not a number of stars from -1 to 5.`);
      exit(
        await cull(library, options, ({ client }, ids) =>
          client.photos.setRating({ ids, rating: rating.data }),
        ),
      );
    });
  add('describe', 'say what photos show, and when and where they were taken; an empty text takes it away')
    .option('--title <text>', 'in the library at once; in files when metadata is written')
    .option('--caption <text>')
    .option('--add-people <names>', 'separated by commas')
    .option('--remove-people <names>', 'separated by commas')
    .option('--place <latitude,longitude>', 'in degrees, south and west negative')
    .option('--taken <time>', 'local time, 2026-06-01T10:00:00, with its offset where it is known: +02:00')
    .option('--shift <seconds>', 'added to the time of each: a camera whose clock was wrong')
    .action(async (library: string, options: DescribeOptions) => {
      const said = describedBy(options);
      exit(await cull(library, options, ({ client }, ids) => client.photos.describe({ ids, ...said })));
    });
  add('tag', 'add tags to photos, or take them away')
    .option('--add <tags>', 'separated by commas')
    .option('--remove <tags>', 'separated by commas')
    .action(async (library: string, options: CullOptions) => {
      const [added, removed] = [words(options.add), words(options.remove)];
      if (added.length + removed.length === 0) throw new UsageError('tag takes --add, --remove, or both.');
      const change = ({ client }: Session, ids: number[]) =>
        client.photos.changeTags({ ids, add: added, remove: removed });
      exit(await cull(library, options, change));
    });
}

/** Numbers of photos that there are not are a wrong call, and nothing is changed. */
async function cull(
  library: string,
  options: CullOptions,
  change: (session: Session, ids: number[]) => Promise<unknown>,
): Promise<number> {
  const ids = photosNamed(options.photo);
  return await withLibrary(library, { create: false, work: false }, async (session) => {
    const { photos } = session.client;
    const known = new Set((await photos.get({ ids })).map(({ id }) => id));
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined) throw new UsageError(`There is no photo ${unknown}.`);
    await change(session, ids);
    printPhotos(await photos.get({ ids }), options);
    return EXIT.done;
  });
}

interface DescribeOptions extends CullOptions {
  title?: string;
  caption?: string;
  addPeople?: string;
  removePeople?: string;
  place?: string;
  taken?: string;
  shift?: string;
}

/** @throws UsageError naming the option that does not fit, or all of them where none was given */
function describedBy(options: DescribeOptions): PhotoDescription {
  const { title, caption, addPeople, removePeople, place, taken, shift } = options;
  const [latitude, longitude] = (place ?? '').split(',').map((part) => Number(part.trim() || Number.NaN));
  const said = {
    ...(title === undefined ? {} : { title: title || null }),
    ...(caption === undefined ? {} : { caption: caption || null }),
    ...((addPeople ?? removePeople) === undefined
      ? {}
      : { people: { add: words(addPeople), remove: words(removePeople) } }),
    ...(place === undefined ? {} : { position: place === '' ? null : { latitude, longitude } }),
    ...(taken === undefined ? {} : { takenAt: taken }),
    ...(shift === undefined ? {} : { shiftSeconds: Number(shift.trim() || Number.NaN) }),
  };
  if (Object.keys(said).length === 0) throw new UsageError('describe takes at least one of its options.');
  const parsed = photoDescription.safeParse(said);
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0]);
  throw new UsageError(`--${OPTION_OF[field] ?? field} does not fit: see "safelight describe --help".`);
}

const OPTION_OF: Record<string, string> = {
  people: 'add-people',
  position: 'place',
  takenAt: 'taken',
  shiftSeconds: 'shift',
};

function onOrOff(text: string | undefined, option: string): boolean | undefined {
  if (text === undefined) return undefined;
  if (text !== 'on' && text !== 'off')
    throw new UsageError(`--${option} is "on" or "off", not "${shownPath(text)}".`);
  return text === 'on';
}
