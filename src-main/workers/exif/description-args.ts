import { positionOf, timeOf } from '../../metadata/description.ts';
import type { EmptiedField, WriteDescriptionInput } from '../protocol.ts';
import { captionOf, emptiedIn } from './descriptive-tags.ts';
import type { RawTags } from './exif-tool-session.ts';
import { isOtherThanUtf8 } from './text-of-old.ts';

type Order = Pick<WriteDescriptionInput, 'kind' | 'fields' | 'emptied' | 'sidecarFor'>;
type Fields = Order['fields'];

/**
 * ExifTool's arguments for what a file is to say. Everything goes into XMP; older homes of the same meaning (IPTC, EXIF,
 * digiKam's, Microsoft's) are kept in step where the file has them, as the Metadata Working Group asks: programs that read
 * those first would show what was there before. Where it has none, none is made.
 *
 * @param present what the file has now, by `-G0`
 */
export function argsFor(order: Order, present: RawTags): string[] {
  const has = (tag: string): boolean => present[tag] !== undefined;
  const { fields } = order;
  const args = [
    ...ratingArgs(fields, has),
    ...titleArgs(order, has),
    ...captionArgs(order, present),
    ...keywordArgs(order, has),
    ...peopleArgs(order),
    ...timeArgs(order, has),
    ...positionArgs(order, has),
    ...denialArgs(order, present),
  ];
  if (order.sidecarFor !== null) args.push(...set('XMP-photoshop:SidecarForExtension', order.sidecarFor));
  if (args.some((arg) => arg.startsWith('-IPTC:'))) {
    args.unshift(...anewInUtf8(present, args));
    args.push('-IPTC:CodedCharacterSet=UTF8');
    // Else a program that finds the old digest takes the IPTC for newer than the XMP.
    if (has('Photoshop:IPTCDigest')) args.push('-Photoshop:IPTCDigest=new');
  }
  return args;
}

/** The IPTC of others says from now on that it is UTF-8: what was written in another character set is written anew. */
function anewInUtf8(present: RawTags, args: readonly string[]): string[] {
  const own = new Set(args.flatMap((arg) => /^-(IPTC:\w+)=/.exec(arg)?.[1] ?? []));
  const texts = Object.entries(present).flatMap(([tag, value]) =>
    tag.startsWith('IPTC:') && !own.has(tag) ? [value].flat().map(String) : [],
  );
  if (!isOtherThanUtf8(present, texts)) return [];
  return ['-tagsFromFile', '@', '-IPTC:all', ...[...own].map((tag) => `--${tag}`)];
}

/** What Windows writes for stars. */
const PERCENT_OF_STARS = [0, 1, 25, 50, 75, 99];

function ratingArgs({ rating }: Fields, has: (tag: string) => boolean): string[] {
  if (rating === undefined || rating === null) return [];
  // Only XMP knows "rejected".
  const stars = Math.max(0, rating);
  const percent = PERCENT_OF_STARS[stars] ?? 0;
  return [
    ...set('XMP-xmp:Rating', rating),
    ...(has('XMP:RatingPercent') ? set('XMP-microsoft:RatingPercent', percent) : []),
    ...(has('EXIF:Rating') ? set('IFD0:Rating', stars) : []),
    ...(has('EXIF:RatingPercent') ? set('IFD0:RatingPercent', percent) : []),
  ];
}

function titleArgs({ fields: { title }, emptied }: Order, has: (tag: string) => boolean): string[] {
  if (title === undefined) return [];
  return [
    ...spoken('XMP-dc:Title', title, emptied.includes('title')),
    ...(has('IPTC:ObjectName') ? text('IPTC:ObjectName', title && cut(title, IPTC_BYTES.title)) : []),
  ];
}

function captionArgs({ fields: { caption }, emptied }: Order, present: RawTags): string[] {
  if (caption === undefined) return [];
  const inIptc = present['IPTC:Caption-Abstract'] !== undefined;
  const exif = present['EXIF:ImageDescription'];
  // What a camera writes into every file is no caption, and stays when a caption is taken away.
  const inExif = exif !== undefined && (caption !== null || captionOf({ 'EXIF:ImageDescription': exif }));
  return [
    ...spoken('XMP-dc:Description', caption, emptied.includes('caption')),
    ...(inIptc ? text('IPTC:Caption-Abstract', caption && cut(caption, IPTC_BYTES.caption)) : []),
    ...(inExif ? text('EXIF:ImageDescription', caption) : []),
  ];
}

/** Flat keywords are written with every level of the hierarchical ones, for programs that know no hierarchy. */
function keywordArgs({ fields, emptied }: Order, has: (tag: string) => boolean): string[] {
  const { subjects, hierarchical } = fields;
  if (subjects === undefined || hierarchical === undefined) return [];
  const flat = [...new Set([...subjects, ...hierarchical.flatMap((path) => path.split('|'))])];
  const slashed = [...subjects, ...hierarchical.map((path) => path.replaceAll('|', '/'))];
  return [
    ...list('XMP-dc:Subject', flat, emptied.includes('subjects')),
    ...list('XMP-lr:HierarchicalSubject', hierarchical),
    ...(has('XMP:TagsList') ? list('XMP-digiKam:TagsList', slashed) : []),
    ...(has('XMP:LastKeywordXMP') ? list('XMP-microsoft:LastKeywordXMP', slashed) : []),
    ...(has('XMP:CatalogSets') ? list('XMP-mediapro:CatalogSets', [...subjects, ...hierarchical]) : []),
    ...(has('IPTC:Keywords')
      ? list(
          'IPTC:Keywords',
          flat.map((name) => cut(name, IPTC_BYTES.keyword)),
        )
      : []),
  ];
}

function peopleArgs({ fields: { people }, emptied }: Order): string[] {
  return people === undefined ? [] : list('XMP-iptcExt:PersonInImage', people, emptied.includes('people'));
}

function timeArgs({ kind, fields }: Order, has: (tag: string) => boolean): string[] {
  if (fields.takenAt === undefined) return [];
  const time = timeOf(fields.takenAt);
  if (time === null) return NO_TIME;
  const [second = '', fraction = ''] = time.local.split('.');
  const whole = second.replace('T', ' ').replaceAll('-', ':');
  const offset = (fields.takenAt ?? '').slice(time.local.length);
  const full = `${whole}${fraction === '' ? '' : `.${fraction}`}${offset}`;
  const inXmp = kind === 'sidecar';
  return [
    ...(inXmp || has('XMP:DateTimeOriginal') ? set('XMP-exif:DateTimeOriginal', full) : []),
    ...(inXmp || has('XMP:DateCreated') ? set('XMP-photoshop:DateCreated', full) : []),
    ...(inXmp
      ? []
      : [
          ...set('EXIF:DateTimeOriginal', whole),
          ...set('EXIF:SubSecTimeOriginal', fraction),
          ...set('EXIF:OffsetTimeOriginal', offset),
        ]),
    ...(has('IPTC:DateCreated')
      ? [
          ...set('IPTC:DateCreated', whole.slice(0, 10)),
          ...set('IPTC:TimeCreated', `${whole.slice(11)}${offset}`),
        ]
      : []),
  ];
}

/** What we write, and no more: the day that a picture was digitized stays, and may then count as its time. */
const NO_TIME = [
  ...['XMP-exif:DateTimeOriginal', 'XMP-photoshop:DateCreated', 'IPTC:DateCreated', 'IPTC:TimeCreated'],
  ...['EXIF:DateTimeOriginal', 'EXIF:SubSecTimeOriginal', 'EXIF:OffsetTimeOriginal'],
].map((tag) => `-${tag}=`);

function positionArgs({ kind, fields }: Order, has: (tag: string) => boolean): string[] {
  if (fields.position === undefined) return [];
  const place = positionOf(fields.position);
  // All that tells of the place goes: altitude and direction of where it was not say just as much.
  if (place === null) {
    // Drones write it a second time, and spell it wrong.
    const byDrone = has('XMP:GPSLatitude') || has('XMP:GPSLongtitude') ? ['-XMP-drone-dji:GPS*='] : [];
    return ['-XMP-exif:GPS*=', ...byDrone, ...(kind === 'embedded' ? ['-GPS:all='] : [])];
  }
  const { latitude, longitude } = place;
  const xmp = [...set('XMP-exif:GPSLatitude', latitude), ...set('XMP-exif:GPSLongitude', longitude)];
  if (kind === 'sidecar') return xmp;
  return [
    ...set('EXIF:GPSLatitude', Math.abs(latitude)),
    ...set('EXIF:GPSLatitudeRef', latitude < 0 ? 'S' : 'N'),
    ...set('EXIF:GPSLongitude', Math.abs(longitude)),
    ...set('EXIF:GPSLongitudeRef', longitude < 0 ? 'W' : 'E'),
    ...(has('XMP:GPSLatitude') ? xmp : []),
  ];
}

/** Where a file can say that there is none. */
const DENIALS: Record<EmptiedField, string> = {
  title: 'XMP-dc:Title',
  caption: 'XMP-dc:Description',
  subjects: 'XMP-dc:Subject',
  people: 'XMP-iptcExt:PersonInImage',
};

/**
 * A list with nothing in it says that there is none, and ExifTool leaves it out when it writes anything else: what the
 * picture says would come back.
 */
function denialArgs({ fields }: Order, present: RawTags): string[] {
  return emptiedIn(present).flatMap((field) => (field in fields ? [] : text(DENIALS[field], null, true)));
}

/**
 * What is taken away, and stands in a home of another program, too (`XMP-pdf:Title`): that stays, but is read where ours is
 * not there. So ours says outright that there is none.
 * @param xmp all XMP that the file has, by `-G1`
 */
export function deniedElsewhere(fields: Fields, xmp: RawTags): EmptiedField[] {
  return takenAway(fields).filter((field) => {
    const own = DENIALS[field];
    const name = own.slice(own.indexOf(':'));
    return Object.keys(xmp).some((tag) => tag !== own && tag.endsWith(name));
  });
}

function takenAway(fields: Fields): EmptiedField[] {
  const isNone = (list: readonly string[] | undefined) => list?.length === 0;
  const gone: Record<EmptiedField, boolean> = {
    title: fields.title === null,
    caption: fields.caption === null,
    subjects: isNone(fields.subjects) && isNone(fields.hierarchical),
    people: isNone(fields.people),
  };
  return (Object.keys(gone) as EmptiedField[]).filter((field) => gone[field]);
}

/** Longest values in IPTC, in bytes; what is longer stays whole in XMP. Source: IPTC IIM 4.2, 2:05, 2:25, 2:120. */
const IPTC_BYTES = { title: 64, keyword: 64, caption: 2000 };

/** Between characters. Not one by one from the end: a caption may be a novel. */
function cut(value: string, bytes: number): string {
  return new TextDecoder().decode(Buffer.from(value).subarray(0, bytes), { stream: true });
}

const set = (tag: string, value: string | number): string[] => [`-${tag}=${encoded(String(value))}`];

/** `^=` writes an empty element, `=` removes it. */
function text(tag: string, value: string | null, saysSo = false): string[] {
  if (value !== null && value !== '') return set(tag, value);
  return [saysSo ? `-${tag}^=` : `-${tag}=`];
}

/** A text that may stand there in several languages: ours is the one without any, and the others stay beside it. */
function spoken(tag: string, value: string | null, saysSo: boolean): string[] {
  return value === null ? text(tag, null, saysSo) : set(`${tag}-x-default`, value);
}

function list(tag: string, values: readonly string[], saysSo = false): string[] {
  return values.length > 0 ? values.flatMap((value) => set(tag, value)) : text(tag, null, saysSo);
}

/**
 * For `-E`. Arguments are lines to ExifTool, and blanks at their ends are cut off: whatever could be taken for either, or
 * for an entity, is written as one.
 */
function encoded(value: string): string {
  return value
    .replace(/[&<>"\p{Cc}]|\s/gu, (mark) => (mark === ' ' ? ' ' : `&#${mark.charCodeAt(0)};`))
    .replace(/^ | $/g, '&#32;');
}
