/** Pixels as shown: upright, sRGB, eight bits, three or four channels. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}
