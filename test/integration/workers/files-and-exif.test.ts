import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ExifTool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Darkroom } from './pictures.ts';
import { openDarkroom, quarters } from './pictures.ts';

let room: Darkroom;
let tool: ExifTool;
const write = (file: string, tags: Record<string, unknown>, args: string[] = []) =>
  tool.write(file, tags as object, { writeArgs: ['-overwrite_original', ...args] });

beforeAll(() => {
  room = openDarkroom();
  tool = new ExifTool({ maxProcs: 1 });
});
afterAll(async () => {
  await tool.end();
  await room.close();
});

const JPEG = { kind: 'image', format: 'jpeg' } as const;

async function photo(name: string, width = 320): Promise<string> {
  await quarters(width, (width / 4) * 3)
    .jpeg()
    .toFile(room.at(name));
  return room.at(name);
}

describe('inspect', () => {
  test('tells size, content and hash, and one bad entry spoils no other', async () => {
    const file = await photo('inspect.png');
    writeFileSync(room.at('empty.nef'), '');
    const content = readFileSync(file);
    const [good, missing, folder, empty] = await room.host.run('inspect', [
      { path: file, hash: true },
      { path: room.at('missing'), hash: true },
      { path: room.folder, hash: false },
      { path: room.at('empty.nef'), hash: true },
    ]);
    expect(good).toMatchObject({
      bytes: content.length,
      content: JPEG,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(missing).toMatchObject({ error: { code: 'file_missing' } });
    expect(folder).toMatchObject({ error: { code: 'is_a_directory' } });
    expect(empty).toMatchObject({ bytes: 0, content: { kind: 'unknown', format: 'empty' } });
  });

  test('hash reads all of a file', async () => {
    const content = Buffer.alloc(3_500_000, 'safelight');
    writeFileSync(room.at('large.bin'), content);
    expect(await room.host.run('hash', { path: room.at('large.bin') })).toEqual({
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
    });
  });
});

test('captureTime tells what is quick to tell', async () => {
  const dated = await photo('dated.jpg');
  await write(dated, {}, ['-EXIF:DateTimeOriginal=2021:02:03 04:05:06']);
  const digitised = await photo('digitised.jpg');
  await write(digitised, {}, ['-EXIF:CreateDate=2021:02:03 04:05:07']);
  const zero = await photo('zero.jpg');
  await write(zero, {}, ['-EXIF:DateTimeOriginal=0000:00:00 00:00:00']);
  writeFileSync(room.at('text.txt'), 'no photo');
  const paths = [dated, digitised, zero, await photo('undated.jpg'), room.at('text.txt')];
  const times = await room.host.run(
    'captureTime',
    paths.map((path) => ({ path })),
  );
  expect(times.map(({ takenAt }) => takenAt)).toEqual([
    '2021-02-03T04:05:06',
    '2021-02-03T04:05:07',
    null,
    null,
    null,
  ]);
});

describe('exif', () => {
  test.each(['jpg', 'tif', 'png', 'webp'])('the same from %s as was written', async (extension) => {
    const file = room.at(`full.${extension}`);
    await quarters(320, 240).toFile(file);
    await write(file, {}, [
      '-EXIF:DateTimeOriginal=2021:02:03 04:05:06',
      '-EXIF:SubSecTimeOriginal=045',
      '-EXIF:OffsetTimeOriginal=+05:45',
      '-EXIF:Make=Acme',
      '-EXIF:Model=Darkbox 3000',
      '-EXIF:LensModel=50mm f/1.8',
      '-EXIF:Orientation#=6',
      '-EXIF:GPSLatitude=33.5',
      '-EXIF:GPSLatitudeRef=S',
      '-EXIF:GPSLongitude=151.25',
      '-EXIF:GPSLongitudeRef=E',
      '-XMP:Rating=4',
      '-XMP:Subject=bird',
      '-XMP:Subject=sea gull',
      '-XMP:Title=Über allem',
      '-XMP:Description=The whole story',
    ]);
    const format = extension === 'jpg' ? 'jpeg' : extension === 'tif' ? 'tiff' : extension;
    expect(await room.host.run('exif', { path: file, content: { kind: 'image', format } })).toEqual({
      takenAt: '2021-02-03T04:05:06.045',
      takenOffsetMinutes: 345,
      takenOffsetSource: 'tag',
      orientation: 6,
      cameraMake: 'Acme',
      cameraModel: 'Darkbox 3000',
      lens: '50mm f/1.8',
      latitude: -33.5,
      longitude: 151.25,
      width: 320,
      height: 240,
      contentId: null,
      durationSeconds: null,
      said: {
        rating: 4,
        title: 'Über allem',
        caption: 'The whole story',
        takenAt: '2021-02-03T04:05:06.045+05:45',
        position: '-33.5,151.25',
        subjects: ['bird', 'sea gull'],
        hierarchical: [],
        people: [],
        emptied: [],
      },
    });
  });

  test('a file that is not there, and one that is no picture', async () => {
    await expect(room.host.run('exif', { path: room.at('gone.jpg'), content: JPEG })).rejects.toMatchObject({
      code: 'file_missing',
    });
    await expect(room.host.run('exif', { path: room.folder, content: JPEG })).rejects.toMatchObject({
      code: 'is_a_directory',
    });
    writeFileSync(room.at('fake.jpg'), 'this is no JPEG');
    expect(await room.host.run('exif', { path: room.at('fake.jpg'), content: JPEG })).toMatchObject({
      takenAt: null,
      width: null,
    });
  });
});

describe('an answer ends where ExifTool ends it, whatever stands in the files', () => {
  test('a photo whose words look like the end of an answer is read whole, and the next one, too', async () => {
    const [odd, next] = [await photo('odd.jpg'), await photo('next.jpg')];
    await write(odd, { 'XMP-dc:Title': 'one {ready} two', 'XMP-dc:Description': '{ready}' });
    await write(next, { 'XMP-dc:Title': 'Next', 'XMP-xmp:Rating': 5 });
    const read = (path: string) => room.host.run('description', { path, isJpeg: true });
    for (let round = 0; round < 3; round += 1) {
      expect(await read(odd)).toMatchObject({ title: 'one {ready} two', caption: '{ready}' });
      expect(await read(next)).toMatchObject({ title: 'Next', rating: 5 });
    }
    expect(await room.host.run('descriptions', { paths: [odd, next], isJpeg: true })).toMatchObject([
      { title: 'one {ready} two' },
      { title: 'Next' },
    ]);
  });

  test('a damaged file of such a name, which ExifTool warns of, does not end the answer before its time', async () => {
    const [odd, next] = [room.at('odd {ready} name.jpg'), await photo('beside.jpg')];
    writeFileSync(odd, readFileSync(next).subarray(0, 30));
    await write(next, { 'XMP-dc:Title': 'Next' });
    for (let round = 0; round < 3; round += 1) {
      const [first, second] = await room.host.run('descriptions', { paths: [odd, next], isJpeg: true });
      expect(first).toMatchObject({ error: { code: 'metadata_damaged' } });
      expect(second).toMatchObject({ title: 'Next' });
      await expect(
        room.host.run('writeDescription', {
          source: odd,
          temporary: room.at('copy'),
          kind: 'embedded',
          fields: { rating: 1 },
          emptied: [],
          sidecarFor: null,
        }),
      ).rejects.toMatchObject({ code: 'metadata_not_written' });
    }
  });
});

describe('extractPreview', () => {
  test('takes the JPEG out of the file, with the orientation of the file', async () => {
    const file = await photo('carrier.jpg', 1200);
    await quarters(160, 120).jpeg().toFile(room.at('small.jpg'));
    await write(file, {}, [`-ThumbnailImage<=${room.at('small.jpg')}`, '-EXIF:Orientation#=8']);
    mkdirSync(room.at('parts'));
    const output = room.at('parts/preview.jpg');
    const result = await room.host.run('extractPreview', {
      path: file,
      content: JPEG,
      output,
      wantedLongEdge: 2048,
    });
    expect(result).toEqual({
      preview: { tag: 'ThumbnailImage', width: 160, height: 120, bytes: readFileSync(output).length },
      orientation: 8,
      size: { width: 1200, height: 900 },
    });
    expect((await sharp(output).metadata()).width).toBe(160);
    expect(readdirSync(room.at('parts'))).toEqual(['preview.jpg']);
  });

  test('writes nothing where there is none', async () => {
    const file = await photo('bare.jpg');
    const output = room.at('none.jpg');
    const result = await room.host.run('extractPreview', {
      path: file,
      content: JPEG,
      output,
      wantedLongEdge: 2048,
    });
    expect(result.preview).toBeNull();
    expect(readdirSync(room.folder).filter((name) => name.startsWith('none.jpg'))).toEqual([]);
  });
});

test('a picture that cannot be decoded is drawn from the JPEG inside it, in its full size', async () => {
  // A Photoshop file as far as its header and its thumbnail go.
  const jpeg = await quarters(160, 120).jpeg().toBuffer();
  const thumbnail = Buffer.alloc(28);
  for (const [i, value] of [1, 160, 120, 480, 480 * 120, jpeg.length].entries())
    thumbnail.writeUInt32BE(value, i * 4);
  thumbnail.writeUInt16BE(24, 24);
  thumbnail.writeUInt16BE(1, 26);
  const data = Buffer.concat([thumbnail, jpeg, Buffer.alloc(jpeg.length % 2)]);
  const resource = Buffer.concat([Buffer.from('8BIM\x04\x0c\0\0', 'latin1'), uint32(28 + jpeg.length), data]);
  const header = Buffer.from([
    0x38, 0x42, 0x50, 0x53, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 3, 0, 0, 0, 4, 0, 0, 8, 0, 3,
  ]);
  const file = room.at('layers.psd');
  writeFileSync(file, Buffer.concat([header, uint32(0), uint32(resource.length), resource, uint32(0)]));
  expect(await room.render(file)).toMatchObject({
    width: 1024,
    height: 768,
    preview: { width: 160, height: 120 },
  });
});

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
