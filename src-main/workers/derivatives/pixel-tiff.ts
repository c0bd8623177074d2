/**
 * A TIFF in memory around pixels that are there already. It is how a colour profile gets to raw pixels: sharp
 * converts from the profile of its input, but takes none for raw input.
 */
export interface PixelPicture {
  data: Uint8Array;
  width: number;
  height: number;
  /** RGB, or RGB with alpha that is not premultiplied. */
  channels: 3 | 4;
}

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

export function pixelTiff(picture: PixelPicture, profile: Uint8Array | null): Buffer {
  const { width, height, data, channels } = picture;
  const entryCount = 10 + (channels === 4 ? 1 : 0) + (profile === null ? 0 : 1);
  const directory = 8;
  const afterDirectory = directory + 2 + entryCount * 12 + 4;
  const bitsAt = afterDirectory;
  const profileAt = bitsAt + 8;
  const pixelsAt = profileAt + (profile === null ? 0 : profile.length + (profile.length % 2));
  const head = Buffer.alloc(pixelsAt);
  head.write('II', 0, 'latin1');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(directory, 4);
  head.writeUInt16LE(entryCount, directory);
  let at = directory + 2;
  const entry = (tag: number, type: number, count: number, value: number): void => {
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(value, at + 8);
    at += 12;
  };
  entry(256, LONG, 1, width);
  entry(257, LONG, 1, height);
  entry(258, SHORT, channels, bitsAt);
  entry(259, SHORT, 1, 1); // not compressed
  entry(262, SHORT, 1, 2); // RGB
  entry(273, LONG, 1, pixelsAt);
  entry(277, SHORT, 1, channels);
  entry(278, LONG, 1, height); // one strip
  entry(279, LONG, 1, data.length);
  entry(284, SHORT, 1, 1); // interleaved
  if (channels === 4) entry(338, SHORT, 1, 2); // alpha, not premultiplied
  if (profile !== null) entry(34675, UNDEFINED, profile.length, profileAt);
  for (let channel = 0; channel < channels; channel += 1) head.writeUInt16LE(8, bitsAt + channel * 2);
  if (profile !== null) head.set(profile, profileAt);
  return Buffer.concat([head, data]);
}
