import { createHash, type Hash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { TaskControl } from '../task-control.ts';
import { eachBlock } from './hash-file.ts';
import { withRegularFile } from './open-regular.ts';

/** SHA-256 of all of a JPEG that has nothing to do with its description. */
export interface JpegRemainder {
  /** From the first byte to the end of the picture, without EXIF, XMP and IPTC. */
  picture: string;
  /** What follows it: the movie of a live photo, a second picture. */
  trailer: string;
}

const START = 0xd8;
const SCAN = 0xda;
const END = Buffer.of(0xff, 0xd9);

/**
 * What has to stay as it is, byte for byte, when a description is written into a JPEG: the picture, its colour profile,
 * whatever else its maker put beside it, and what follows the picture. ExifTool's own hash (`ImageDataHash`) knows of the
 * scans alone.
 *
 * @returns null for what is no JPEG, or is damaged before its first scan, or has no end
 */
export function jpegRemainder(path: string, control: TaskControl): JpegRemainder | null {
  return withRegularFile(path, (descriptor) => {
    const picture = createHash('sha256');
    const scan = hashHead(descriptor, picture);
    if (scan === null) return null;
    const trailer = createHash('sha256');
    if (!hashScans(descriptor, { from: scan, control, picture, trailer })) return null;
    return { picture: picture.digest('hex'), trailer: trailer.digest('hex') };
  });
}

/** Answers where the first scan begins. Source: ITU-T T.81, B.1.1. */
function hashHead(descriptor: number, hash: Hash): number | null {
  const head = Buffer.alloc(4);
  const isMarkerAt = (at: number): boolean => readSync(descriptor, head, 0, 4, at) === 4 && head[0] === 0xff;
  if (!isMarkerAt(0) || head[1] !== START) return null;
  let at = 2;
  while (isMarkerAt(at)) {
    const marker = head.readUInt8(1);
    if (marker === SCAN) return at;
    // A byte that fills up, and the one marker of a head that has no length.
    if (marker === 0xff || marker === 0x01) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = 2 + head.readUInt16BE(2);
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9) || length < 4) return null;
    const segment = Buffer.alloc(length);
    if (readSync(descriptor, segment, 0, length, at) < length) return null;
    if (!isDescription(marker, segment.subarray(4))) hash.update(segment);
    at += length;
  }
  return null;
}

const EXIF = ['Exif\0\0II*\0', 'Exif\0\0MM\0*'];
const XMP = ['http://ns.adobe.com/xap/1.0/\0', 'http://ns.adobe.com/xmp/extension/\0'];
const IPTC = ['Photoshop 3.0\0'];
const DESCRIPTIONS: Record<number, string[]> = { 225: [...EXIF, ...XMP], 237: IPTC };

/** Its tags are compared one by one (foreign-tags.ts). */
function isDescription(marker: number, body: Buffer): boolean {
  return (DESCRIPTIONS[marker] ?? []).some((start) =>
    body.subarray(0, start.length).equals(Buffer.from(start, 'latin1')),
  );
}

/** Answers false where the picture has no end. */
function hashScans(
  descriptor: number,
  to: { from: number; control: TaskControl; picture: Hash; trailer: Hash },
): boolean {
  let isOver = false;
  let endsHalf = false;
  const use = (block: Buffer): void => {
    const end = isOver ? 0 : endIn(block, endsHalf);
    endsHalf = block.at(-1) === END[0];
    to.picture.update(block.subarray(0, end ?? block.length));
    if (end === null) return;
    to.trailer.update(block.subarray(end));
    isOver = true;
  };
  eachBlock(descriptor, to.control, use, to.from);
  return isOver;
}

/**
 * Where the picture ends, within a block of it: in a scan, FF is always followed by something else than D9.
 * @param afterFF the block before ended with the first half of the mark
 */
function endIn(block: Buffer, afterFF: boolean): number | null {
  if (afterFF && block[0] === END[1]) return 1;
  const at = block.indexOf(END);
  return at === -1 ? null : at + END.length;
}
