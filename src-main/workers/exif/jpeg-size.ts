/** Size of a JPEG that decoders for photos understand, from its frame header; null where there is none. */
export function jpegSize(data: Uint8Array): { width: number; height: number } | null {
  if (data[0] !== 0xff || data[1] !== 0xd8) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 2;
  while (at + 9 < data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
    } else if (marker === 0xd8 || (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01) {
      at += 2; // no length
    } else if (isFrame(marker)) {
      return frameSize(marker, view.getUint16(at + 7), view.getUint16(at + 5));
    } else if (marker === 0xda || marker === 0xd9) {
      return null; // pixels or the end before any frame
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return null;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function frameSize(marker: number, width: number, height: number) {
  // Lossless frames (SOF3 and its kin) are raw sensor data in a JPEG coat; some cameras tag them as previews.
  const decodable = marker <= 0xc2;
  return decodable && width > 0 && height > 0 ? { width, height } : null;
}
