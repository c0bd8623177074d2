import type { DescriptionOutput } from '../protocol.ts';
import { DESCRIPTIVE_TAGS, hierarchyOf, ratingOf, subjectsOf } from './descriptive-tags.ts';
import { captionOf, titleOf } from './essential-exif.ts';
import type { ExifToolSession } from './exif-tool-session.ts';

/** What people wrote about a picture, of a picture or of a sidecar. What a file does not say is null, or an empty list. */
export async function readDescription(session: ExifToolSession, path: string): Promise<DescriptionOutput> {
  const tags = await session.read(path, [
    '-G0',
    '-fast',
    '-api',
    'largefilesupport=1',
    ...DESCRIPTIVE_TAGS.map((tag) => `-${tag}`),
  ]);
  return {
    rating: ratingOf(tags),
    title: titleOf(tags),
    caption: captionOf(tags),
    subjects: subjectsOf(tags),
    hierarchical: hierarchyOf(tags),
  };
}
