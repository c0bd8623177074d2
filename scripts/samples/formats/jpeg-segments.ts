const SOI_LENGTH = 2;
const APP0 = 0xe0;
const APP1 = 0xe1;
/** A segment's length is 16 bits and counts itself. */
const MAX_CONTENT = 0xffff - 2;

/** The JPEG with an EXIF and an XMP segment put in where readers look for them. */
export function withSegments(jpeg: Buffer, segments: { exif?: Buffer; xmp?: string }): Buffer {
  const added: Buffer[] = [];
  if (segments.exif !== undefined) added.push(app1('Exif\0\0', segments.exif));
  if (segments.xmp !== undefined)
    added.push(app1('http://ns.adobe.com/xap/1.0/\0', Buffer.from(segments.xmp)));
  const at = jpeg[SOI_LENGTH + 1] === APP0 ? SOI_LENGTH + 2 + jpeg.readUInt16BE(SOI_LENGTH + 2) : SOI_LENGTH;
  return Buffer.concat([jpeg.subarray(0, at), ...added, jpeg.subarray(at)]);
}

function app1(identifier: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(identifier, 'latin1'), content]);
  if (body.length > MAX_CONTENT)
    throw new RangeError(`A JPEG segment holds ${MAX_CONTENT} bytes, not ${body.length}`);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
