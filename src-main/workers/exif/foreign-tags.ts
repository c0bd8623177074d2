import { AppError } from '../../files/app-error.ts';
import type { RawTags } from './exif-tool-session.ts';
import { asMeant } from './text-of-old.ts';

/** For `foreignTags`: everything that any program may have written, by `-G1`, with structures as they are. */
export const ALL_TAGS = [
  ...['-G1', '-a', '-struct', '-n', '-e'],
  ...['-XMP:all', '-EXIF:all', '-MakerNotes:all', '-IPTC:all', '-Photoshop:all'],
];

/**
 * All else that others wrote, whatever it means, stands there as it did.
 * @param old,now by `ALL_TAGS`
 * @param args what ExifTool was told to change
 * @throws AppError `write_mismatch` with the tag that is not as it was
 */
export function requireForeignKept(old: RawTags, now: RawTags, args: readonly string[]): void {
  const isOurs = ownTags(args);
  const lost = Object.keys({ ...old, ...now }).find(
    (tag) => !isOurs(tag) && !isOfTheFile(tag) && form(tag, old[tag]) !== form(tag, now[tag]),
  );
  if (lost !== undefined) throw new AppError('write_mismatch', { detail: lost });
}

/** Writing into IPTC changes the character set of all that stands there. */
function form(tag: string, value: unknown): string | undefined {
  return JSON.stringify(withoutSilence(tag.startsWith('IPTC') ? asMeant(value) : value));
}

/** The groups that `-EXIF:` means, by `-G1`. */
const EXIF_GROUP = /^(IFD\d|SubIFD\d*|ExifIFD|GPS|InteropIFD):/;
/** Tells how the file is made, not what anybody said. A block of EXIF that is new has to have some of these. */
const OF_EXIF_ITSELF =
  /:(XResolution|YResolution|ResolutionUnit|YCbCrPositioning|ExifVersion|FlashpixVersion|ComponentsConfiguration|ColorSpace|GPSVersionID)$/;
/** Where in the file something lies. What lies there has a length, which is compared. */
const PLACE = /(Offset|Offsets|ImageStart)$/;
const OF_IPTC_ITSELF = /^IPTC\d*:(CodedCharacterSet|\w+RecordVersion)$/;
/** Who wrote last, and a second piece of XMP that has become part of the first. */
const OF_XMP_ITSELF = new Set(['XMP-x:XMPToolkit', 'XMP-xmpNote:HasExtendedXMP']);
const OF_PHOTOSHOP_ITSELF = new Set(['Photoshop:IPTCDigest', 'Photoshop:CurrentIPTCDigest']);

function isOfTheFile(tag: string): boolean {
  if (tag === 'SourceFile' || OF_XMP_ITSELF.has(tag) || OF_PHOTOSHOP_ITSELF.has(tag)) return true;
  if (tag.startsWith('XMP-')) return false;
  if (OF_IPTC_ITSELF.test(tag) || PLACE.test(tag)) return true;
  return EXIF_GROUP.test(tag) && OF_EXIF_ITSELF.test(tag);
}

/** The tags that some arguments change. A text that is taken away goes in all its languages. */
function ownTags(args: readonly string[]): (tag: string) => boolean {
  const changed = args.flatMap((arg) => {
    const match = /^-([^=^*]+)(\*?)\^?=(.*)$/s.exec(arg);
    if (match === null) return [];
    const name = (match[1] ?? '').replace(/-x-default$/, '');
    const isGroup = name.endsWith(':all');
    const start = isGroup ? name.slice(0, -'all'.length) : name;
    return [{ start, all: isGroup || match[2] === '*', cleared: match[3] === '' }];
  });
  return (tag) => {
    const names = [tag, tag.replace(EXIF_GROUP, 'EXIF:')];
    return changed.some(({ start, all, cleared }) =>
      names.some(
        (name) =>
          name === start || (all && name.startsWith(start)) || (cleared && name.startsWith(`${start}-`)),
      ),
    );
  };
}

/** Lists and structures with nothing in them, such as darktable's `masks_history`, ExifTool does not write again. */
function withoutSilence(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : value;
  const kept = Object.entries(value).flatMap(([key, each]) => {
    const inner = withoutSilence(each);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  if (kept.length === 0) return undefined;
  return Array.isArray(value) ? kept.map(([, each]) => each) : Object.fromEntries(kept);
}
