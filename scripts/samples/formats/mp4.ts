/** The smallest file that is an MP4 by its boxes: a film of no frames that says when it was made and how long it is. */
export function emptyMp4(options: { takenAt: Date; seconds: number }): Buffer {
  const timescale = 1000;
  // Seconds since 1904, as QuickTime counts.
  const created = Math.floor(options.takenAt.getTime() / 1000) + 2_082_844_800;
  const header = Buffer.alloc(100);
  header.writeUInt32BE(created, 4);
  header.writeUInt32BE(created, 8);
  header.writeUInt32BE(timescale, 12);
  header.writeUInt32BE(Math.round(options.seconds * timescale), 16);
  header.writeUInt32BE(0x00010000, 20); // normal speed
  header.writeUInt16BE(0x0100, 24); // full volume
  for (const [at, value] of [
    [36, 0x00010000],
    [52, 0x00010000],
    [68, 0x40000000],
  ] as const)
    header.writeUInt32BE(value, at);
  header.writeUInt32BE(1, 96); // next track
  const brands = Buffer.concat([Buffer.from('isom'), Buffer.from([0, 0, 2, 0]), Buffer.from('isomiso2mp41')]);
  return Buffer.concat([
    box('ftyp', brands),
    box('moov', box('mvhd', header)),
    box('mdat', Buffer.alloc(16)),
  ]);
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}
