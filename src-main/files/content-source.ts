/** A file to look at. Pure: how its bytes are read is the caller's business. */
export interface ContentSource {
  size: number;
  /** Without the dot, in any case. A hint, used only where the content leaves the choice. */
  extension: string;
  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Uint8Array;
}
