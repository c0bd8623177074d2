/** Formats that sharp's build decodes. Everything else is not even shown to it: it opens many a RAW as TIFF. */
export const SHARP_FORMATS: ReadonlySet<string> = new Set([
  'jpeg',
  'mpo',
  'png',
  'tiff',
  'webp',
  'avif',
  'gif',
]);
