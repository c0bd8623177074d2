import type { FileOutcome } from '../../src-preload/contract/upload.ts';
import type { ManifestEntry } from './shared-photos.ts';

/** First rule that matches decides. Written from what the manifest says of each file, not from what the import did. */
const RULES: [RegExp, FileOutcome[]][] = [
  [/^os-junk\//, ['unsupported']],

  // Exact content seen before, in a photo of another name, with nothing new beside it.
  [/^duplicates\/b\/IMG_2001 copy\.JPG$/, ['duplicate']],
  [/^jpeg-variants\/generated_p3\.jpg$/, ['duplicate']],
  [
    /^pairs\/edge-cases\/(02-basename-case\/img_1002\.cr2|10-counter-rollover\/DSC_1011\.NEF)$/,
    ['duplicate'],
  ],
  [
    /^raw\/exiftool\/(CanonRaw\.(cr2|cr3|crw)|DNG\.dng|FujiFilm\.raf|Nikon\.nef|Panasonic\.rw2)$/,
    ['duplicate'],
  ],
  [/^sidecars\/orientation\/photo\.6\.embedded\.jpg$/, ['duplicate']],
  [/^wrong-ext\/(avif|cr2|gif|mp4|png|tiff|webp)_named\./, ['duplicate']],
  [/^wrong-ext\/jpeg_(named|without)/, ['duplicate']],

  // Empty, noise, text under a picture's name: kept, and told.
  [/^corrupt\/empty\//, ['failed']],
  [/^corrupt\/noise\//, ['failed']],
  [/^wrong-ext\/(html|text|xmp)_named\.jpg$/, ['failed']],
  [/^corrupt\/bomb\/(17000x17000|bomb_1bit_50000|ihdr_claims|sof_claims|tiff_claims)/, ['failed']],
  [/^corrupt\/truncated\/photo_(01pct|10pct|ends_at_SOS)\.jpg$/, ['failed']],
  [/^corrupt\/truncated\/photo_(50|90|99)pct\.jpg$/, ['imported']],
  [/^corrupt\/truncated\/photo_minus_2_bytes/, ['imported']],
  [/^corrupt\/bitrot\/(flip|zero_block|garbage_after|header_noise)/, ['imported']],
  [/^corrupt\/(exif|loops\/exif)/, ['imported']],
  [/^corrupt\/xmp\//, ['unsupported']],
  [/^corrupt\/svg\//, ['unsupported']],

  // Sidecars and documents whose photo is not beside them.
  [/^sidecars\/(exiftool|immich)\/.*\.xmp$/, ['unsupported']],
  [/^sidecars\/(digikam-example|lightroom_eos6d)\.xmp$/, ['unsupported']],
  [/^sidecars\/orientation\/photo\.6\.sidecar\.jpg\.xmp$/, ['unsupported']],
  [/^metadata\/title_caption\/description\.json$/, ['unsupported']],
  [/\.md$/, ['unsupported']],
  [/^corrupt\/corpus\/.*\.xmp$/, ['unsupported']],

  // Fuzzed and cut files: a picture, a part of one, or a reason. Each is looked at by the rendering suite.
  [/^corrupt\//, ['imported', 'failed']],

  // Cut on purpose by those who collected them: metadata only.
  [/^jpeg-variants\/ultrahdr\.jpg$/, ['failed', 'imported']],
  [/^motion\/motion_photo_pixel_synth\.jpg$/, ['failed']],
  [/^metadata\/edge_cases\/corrupted_city\.JPG$/, ['failed']],
  [/^formats\/heic\/(exiftool_QuickTime|iphone8_small)\.heic$/, ['failed', 'imported']],
  [/^formats\/tif\/hopper\.Lab\.tif$/, ['failed', 'imported']],

  [/./, ['imported']],
];

export function expectedOutcome(entry: ManifestEntry): readonly FileOutcome[] {
  return RULES.find(([pattern]) => pattern.test(entry.path))?.[1] ?? ['imported'];
}
