import type { ContentSource } from './content-source.ts';
import { isRawFormat } from './format-kinds.ts';
import type { TiffDirectory } from './tiff-directory.ts';
import { readTiffDirectory, tiffByteOrder } from './tiff-directory.ts';

/** Tag numbers as in the TIFF, TIFF/EP and DNG specifications. */
const TAG = {
  subfileType: 0x00fe,
  compression: 0x0103,
  photometric: 0x0106,
  make: 0x010f,
  subDirectories: 0x014a,
  cfaPattern: 0x828e,
  dngVersion: 0xc612,
  kodakIfd: 0xfe00,
} as const;

/** Colour filter array and linear raw: pixels that are no picture yet. */
const RAW_PHOTOMETRIC = new Set([32803, 34892]);
/** Compressions that only camera makers use: ARW, NEF, PEF, KDC, SRW, DCR, and Sony's and Samsung's newer ones. */
const RAW_COMPRESSION = new Set([32767, 32769, 32770, 32772, 34713, 65000, 65535]);

/** Whose TIFF-based RAW it is, where the extension does not say. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^nikon/i, 'nef'],
  [/^sony/i, 'arw'],
  [/^(pentax|ricoh)/i, 'pef'],
  [/^samsung/i, 'srw'],
  [/^(eastman )?kodak/i, 'kdc'],
  [/^hasselblad/i, '3fr'],
  [/^phase one/i, 'iiq'],
  [/^leaf/i, 'mos'],
  [/^(seiko )?epson/i, 'erf'],
  [/^mamiya/i, 'mef'],
  [/^leica/i, 'rwl'],
];

/** Sub-directories looked into: cameras have two to six, a hostile file as many as it likes. */
const MAX_SUB_DIRECTORIES = 8;

/**
 * Format of a file that is TIFF outside: `tiff`, or the camera's RAW format. A maker's name alone proves nothing, as
 * developed TIFFs carry it too; sensor data, a maker's compression or a DNG version do.
 */
export function tiffFormat(head: Uint8Array, extension: string, source: ContentSource): string | null {
  const order = tiffByteOrder(head);
  if (order === null) return null;
  if (order.big) return 'tiff';
  if (isPhaseOne(head)) return 'iiq';
  const main = readTiffDirectory(source, order, order.firstDirectory);
  const named = isRawFormat(extension) ? extension : null;
  if (main === null) return named ?? 'tiff';
  const make = main.text(TAG.make);
  if (main.has(TAG.dngVersion)) return named === 'gpr' || /^gopro/i.test(make) ? 'gpr' : 'dng';
  if (named === null && !holdsSensorData(main, source, order)) return 'tiff';
  return named ?? MAKERS.find(([pattern]) => pattern.test(make))?.[1] ?? 'raw';
}

/** IIQ and old Leaf files have a second magic number after the TIFF header. */
function isPhaseOne(head: Uint8Array): boolean {
  const magic = String.fromCharCode(...head.subarray(8, 12));
  return magic === 'IIII' || magic === 'MMMM';
}

function holdsSensorData(
  main: TiffDirectory,
  source: ContentSource,
  order: NonNullable<ReturnType<typeof tiffByteOrder>>,
): boolean {
  if (isSensorData(main) || main.has(TAG.kodakIfd)) return true;
  return main
    .numbers(TAG.subDirectories)
    .slice(0, MAX_SUB_DIRECTORIES)
    .some((offset) => {
      const sub = readTiffDirectory(source, order, offset);
      return sub !== null && isSensorData(sub);
    });
}

function isSensorData(directory: TiffDirectory): boolean {
  const [photometric = 0] = directory.numbers(TAG.photometric);
  const [compression = 0] = directory.numbers(TAG.compression);
  return (
    RAW_PHOTOMETRIC.has(photometric) || RAW_COMPRESSION.has(compression) || directory.has(TAG.cfaPattern)
  );
}
