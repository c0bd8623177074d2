import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExifTool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDng } from '../../../scripts/samples/dng.ts';
import type { Shot } from '../../../scripts/samples/formats/shot.ts';
import { drawJpeg } from '../../fixtures/photos/index.ts';

const shot: Shot = {
  make: 'Safelight',
  model: 'Test Camera',
  lens: 'Safelight 35mm f/2',
  takenAt: '2024-05-17T06:12:33.412',
  offset: '+02:00',
  orientation: 6,
  exposure: { seconds: 1 / 250, aperture: 5.6, iso: 200, focalLength: 35 },
  gps: { latitude: -33.8567844, longitude: 151.2152967, altitude: 12.3 },
  rating: 4,
};

let folder: string;
let path: string;
let preview: Buffer;
let exiftool: ExifTool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-dng-'));
  path = join(folder, 'shot.dng');
  preview = await drawJpeg({ width: 600, height: 400, seed: 3 });
  await writeFile(path, await makeDng({ shot, preview, rawLongEdge: 200 }));
  exiftool = new ExifTool({ maxProcs: 1 });
});

afterAll(async () => {
  await exiftool.end();
  await rm(folder, { recursive: true, force: true });
});

test('ExifTool calls it a DNG and finds nothing worse than minor in it', async () => {
  const report: Record<string, unknown> = await exiftool.readRaw(path, {
    readArgs: ['-FileType', '-validate', '-warning', '-a'],
  });
  expect(report.FileType).toBe('DNG');
  expect(report.Validate).toMatch(/^OK$|\((all )?minor\)$/);
});

test('it says who took it, when and where', async () => {
  const tags = await exiftool.readRaw(path, { readArgs: ['-n'] });
  expect(tags).toMatchObject({
    Make: 'Safelight',
    Model: 'Test Camera',
    UniqueCameraModel: 'Safelight Test Camera',
    LensModel: 'Safelight 35mm f/2',
    DateTimeOriginal: '2024:05:17 06:12:33.412+02:00',
    SubSecTimeOriginal: 412,
    OffsetTimeOriginal: '+02:00',
    Orientation: 6,
    Rating: 4,
    FNumber: 5.6,
    DNGVersion: '1 4 0 0',
  });
  expect(Number(tags.ExposureTime)).toBeCloseTo(1 / 250, 5);
  expect(Number(tags.GPSLatitude)).toBeCloseTo(-33.8567844, 5);
  expect(Number(tags.GPSLongitude)).toBeCloseTo(151.2152967, 5);
});

test('the embedded preview comes out byte for byte', async () => {
  const extracted = await exiftool.extractBinaryTagToBuffer('PreviewImage', path);
  expect(extracted.equals(preview)).toBe(true);
});

test('the main picture is a Bayer mosaic whose green cells follow the preview', async () => {
  const tags: Record<string, unknown> = await exiftool.readRaw(path, { readArgs: ['-n', '-G1'] });
  expect(tags).toMatchObject({ 'SubIFD:ImageWidth': 200, 'SubIFD:PhotometricInterpretation': 32803 });
  const file = await makeDng({ shot, preview, rawLongEdge: 200 });
  const at = Number(tags['SubIFD:StripOffsets']);
  const { data, info } = await sharp(preview).resize(200).raw().toBuffer({ resolveWithObject: true });
  // Row 0 is R G R G…: the cell at x = 1 holds the green of that pixel, in linear light.
  const green = (data[1 * info.channels + 1] ?? 0) / 255;
  const linear = green <= 0.04045 ? green / 12.92 : ((green + 0.055) / 1.055) ** 2.4;
  expect(file.readUInt16LE(at + 2)).toBe(Math.round(linear * 16383));
});
