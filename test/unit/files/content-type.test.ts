import { describe, expect, test } from 'vitest';
import { contentType } from '../../../src-main/files/content-type.ts';

const bytes = (...parts: (string | number[] | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

function look(content: Uint8Array, extension = ''): string {
  const { kind, format } = contentType({
    size: content.length,
    extension,
    read: (offset, length) => content.subarray(offset, offset + length),
  });
  return `${kind}/${format}`;
}

/** A box file whose `ftyp` names these brands. */
const ftyp = (major: string, ...compatible: string[]): Buffer =>
  bytes(
    [0, 0, 0, 16 + compatible.length * 4],
    'ftyp',
    major,
    [0, 0, 0, 0],
    ...compatible,
    [0, 0, 0, 8],
    'mdat',
  );

type Tag = readonly [tag: number, value: number | string];

/** A TIFF of one directory, little-endian, at an offset of choice; with `sub`, one more that it points to. */
function tiff(
  tags: readonly Tag[],
  { at = 8, sub, marker = '' }: { at?: number; sub?: readonly Tag[]; marker?: string } = {},
): Buffer {
  const file = Buffer.alloc(at + 2000);
  file.write('II*\0', 0, 'latin1');
  file.writeUInt32LE(at, 4);
  file.write(marker, 8, 'latin1');
  let text = at + 1200;
  const directory = (start: number, entries: readonly Tag[]): void => {
    file.writeUInt16LE(entries.length, start);
    entries.forEach(([tag, value], index) => {
      const entry = start + 2 + index * 12;
      file.writeUInt16LE(tag, entry);
      if (typeof value === 'number') {
        file.writeUInt16LE(4, entry + 2);
        file.writeUInt32LE(1, entry + 4);
        file.writeUInt32LE(value, entry + 8);
      } else {
        file.writeUInt16LE(2, entry + 2);
        file.writeUInt32LE(value.length + 1, entry + 4);
        file.writeUInt32LE(text, entry + 8);
        text += file.write(`${value}\0`, text, 'latin1');
      }
    });
  };
  directory(at, sub === undefined ? tags : [...tags, [0x014a, at + 600]]);
  if (sub !== undefined) directory(at + 600, sub);
  return file;
}

const MAKE = 0x010f;
const PHOTOMETRIC = 0x0106;
const COMPRESSION = 0x0103;
const SENSOR: Tag = [PHOTOMETRIC, 32803];

describe('by magic number', () => {
  test.each([
    ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe1])],
    ['image/png', bytes('\x89PNG\r\n\x1a\n')],
    ['image/gif', bytes('GIF89a')],
    ['image/webp', bytes('RIFF', [9, 9, 9, 9], 'WEBPVP8 ')],
    ['audio/wav', bytes('RIFF', [9, 9, 9, 9], 'WAVEfmt ')],
    ['video/avi', bytes('RIFF', [9, 9, 9, 9], 'AVI LIST')],
    ['image/psd', bytes('8BPS', [0, 1])],
    ['image/jxl', bytes([0xff, 0x0a])],
    ['image/jxl', bytes([0, 0, 0, 12], 'JXL \r\n\x87\n')],
    ['image/jp2', bytes([0, 0, 0, 12], 'jP  \r\n\x87\n')],
    ['image/bmp', bytes('BM', new Uint8Array(12), [40, 0, 0, 0])],
    ['document/text', bytes('BMW drives past')],
    ['raw/crw', bytes('II', [26, 0, 0, 0], 'HEAPCCDR')],
    ['raw/raf', bytes('FUJIFILMCCD-RAW 0201')],
    ['raw/mrw', bytes('\0MRM')],
    ['raw/x3f', bytes('FOVb')],
    ['raw/orf', bytes('IIRO', [8, 0, 0, 0])],
    ['raw/rw2', bytes('IIU\0', [8, 0, 0, 0])],
    ['video/mkv', bytes([0x1a, 0x45, 0xdf, 0xa3])],
    ['document/pdf', bytes('%PDF-1.7')],
    ['unknown/appledouble', bytes([0, 5, 0x16, 7, 0, 2, 0, 0])],
    ['unknown/unknown', bytes([0, 0, 0, 1], 'Bud1')],
    ['unknown/unknown', new Uint8Array(64)],
    ['unknown/empty', new Uint8Array(0)],
  ])('%s', (expected, content) => {
    expect(look(content)).toBe(expected);
  });

  test('the name is no proof', () => {
    expect(look(bytes([0xff, 0xd8, 0xff, 0xe0]), 'cr2')).toBe('image/jpeg');
    expect(look(bytes('\x89PNG\r\n\x1a\n'), 'jpg')).toBe('image/png');
    expect(look(bytes('<!DOCTYPE html><title>Login</title>'), 'jpg')).toBe('document/html');
    expect(look(new Uint8Array(0), 'nef')).toBe('unknown/empty');
  });

  test('only a file that calls itself so is an MPO: many cameras put a second picture into a JPEG', () => {
    expect(look(bytes([0xff, 0xd8, 0xff, 0xe1]), 'MPO')).toBe('image/mpo');
  });
});

describe('files of boxes, by their brands', () => {
  test.each([
    ['image/heic', ftyp('heic', 'mif1', 'heic')],
    ['image/heic', ftyp('mif1', 'mif1', 'heic')],
    ['image/heic', ftyp('mif1')],
    ['image/avif', ftyp('avif', 'mif1', 'miaf')],
    ['image/avif', ftyp('mif1', 'miaf', 'avif')],
    ['raw/cr3', ftyp('crx ', 'crx ', 'isom')],
    ['video/mov', ftyp('qt  ')],
    ['video/mp4', ftyp('isom', 'iso2', 'avc1')],
    ['video/mp4', ftyp('mp42', 'heic')],
    ['video/3gp', ftyp('3gp5')],
    ['audio/m4a', ftyp('M4A ')],
    ['video/mov', bytes([0, 0, 1, 0], 'moov', [0, 0, 0, 0])],
    ['video/mov', bytes([0, 0, 0, 1], 'mdat', [0, 0, 0, 0])],
    ['unknown/unknown', bytes([0, 0, 0, 3], 'mdat', [0, 0, 0, 0])],
  ])('%s', (expected, content) => {
    expect(look(content)).toBe(expected);
  });
});

describe('what is TIFF outside', () => {
  test.each([
    ['a scan', 'image/tiff', tiff([[PHOTOMETRIC, 2]]), 'tif'],
    [
      'a TIFF that was developed keeps its maker',
      'image/tiff',
      tiff([
        [MAKE, 'NIKON CORPORATION'],
        [PHOTOMETRIC, 2],
      ]),
      'tif',
    ],
    ['BigTIFF', 'image/tiff', bytes('II', [43, 0, 8, 0, 0, 0, 16, 0]), 'tif'],
    [
      'DNG by its version',
      'raw/dng',
      tiff([
        [MAKE, 'SONY'],
        [0xc612, 0x0401],
      ]),
      'tif',
    ],
    [
      'GoPro',
      'raw/gpr',
      tiff([
        [MAKE, 'GoPro'],
        [0xc612, 0x0401],
      ]),
      'dng',
    ],
    ['CR2 by its own mark', 'raw/cr2', tiff([[MAKE, 'Canon']], { at: 16, marker: 'CR\x02\0' }), 'tif'],
    ['IIQ by its own mark', 'raw/iiq', tiff([[MAKE, 'Phase One']], { at: 16, marker: 'IIII' }), 'tif'],
    ['NEF by its sensor data', 'raw/nef', tiff([[MAKE, 'NIKON CORPORATION']], { sub: [SENSOR] }), 'tif'],
    ['ARW without a name', 'raw/arw', tiff([[MAKE, 'SONY']], { sub: [[COMPRESSION, 32767]] }), ''],
    ['PEF', 'raw/pef', tiff([[MAKE, 'PENTAX Corporation']], { sub: [[COMPRESSION, 65535]] }), ''],
    [
      'KDC',
      'raw/kdc',
      tiff([
        [MAKE, 'Eastman Kodak Company'],
        [0xfe00, 99],
      ]),
      'jpg',
    ],
    ['a maker nobody knows', 'raw/raw', tiff([[MAKE, 'Acme'], SENSOR]), ''],
    ['the name settles what the content leaves open', 'raw/srw', tiff([[MAKE, 'SAMSUNG']]), 'SRW'],
    [
      'a directory at the end of a large file',
      'raw/nef',
      tiff([[MAKE, 'NIKON']], { at: 90_000, sub: [SENSOR] }),
      '',
    ],
    ['a directory that is not there', 'image/tiff', bytes('II*\0', [0xff, 0xff, 0xff, 0x7f]), 'tif'],
    ['a directory that points at itself', 'image/tiff', tiff([[0x014a, 8]]), 'tif'],
  ])('%s', (_name, expected, content, extension) => {
    expect(look(content, extension)).toBe(expected);
  });
});

describe('text', () => {
  const packet =
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">';
  test.each([
    ['XMP with its packet', 'sidecar/xmp', Buffer.from(packet), 'xmp'],
    ['XMP without', 'sidecar/xmp', Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/">'), 'txt'],
    ['XMP in UTF-16, little-endian', 'sidecar/xmp', Buffer.from(`\ufeff${packet}`, 'utf16le'), ''],
    ['XMP in UTF-16, big-endian', 'sidecar/xmp', Buffer.from(`\ufeff${packet}`, 'utf16le').swap16(), ''],
    ['SVG', 'image/svg', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="x">'), 'svg'],
    ['HTML', 'document/html', Buffer.from('\n  <!doctype HTML><html>'), 'jpg'],
    ['JSON', 'document/json', Buffer.from('{"a": [1, 2]}'), ''],
    ['XML', 'document/xml', Buffer.from('<?xml version="1.0"?><note/>'), ''],
    ['notes', 'document/text', Buffer.from('Žluťoučký kůň 🐴\n'), 'txt'],
    ['an old text in Latin-1', 'document/text', Buffer.from('caf\xe9', 'latin1'), 'txt'],
    ['Latin-1 that calls itself a picture', 'unknown/unknown', Buffer.from('caf\xe9', 'latin1'), 'jpg'],
    ['the settings of a developer', 'sidecar/text', Buffer.from('[Version]\nAppVersion=5.9\n'), 'pp3'],
    ['the edits of a phone', 'sidecar/xml', Buffer.from('<?xml version="1.0"?><plist/>'), 'AAE'],
  ])('%s', (_name, expected, content, extension) => {
    expect(look(content, extension)).toBe(expected);
  });

  test('a long text may be cut in the middle of a character', () => {
    for (let shift = 0; shift < 4; shift += 1) {
      const content = Buffer.from('x'.repeat(shift) + '🐴'.repeat(3000));
      expect(look(content, 'txt')).toBe('document/text');
    }
  });
});

test('no bytes at all make it fail', () => {
  let seed = 20_261_123;
  const random = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 24;
  };
  const starts = [bytes('II*\0'), bytes('MM\0*'), bytes([0, 0, 0, 24], 'ftyp'), bytes('<?xml'), bytes('')];
  for (let round = 0; round < 2000; round += 1) {
    const start = starts[round % starts.length] ?? bytes('');
    const content = bytes(start, Uint8Array.from({ length: random() }, random));
    expect(look(content, 'nef')).toMatch(/^[a-z]+\/[a-z0-9]+$/);
  }
});
