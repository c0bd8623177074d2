import type { DescriptionOutput } from '../protocol.ts';
import { DESCRIPTIVE_TAGS, descriptionIn } from './descriptive-tags.ts';
import type { ExifToolSession } from './exif-tool-session.ts';

/** What people wrote about a picture, of a picture or of a sidecar. */
export async function readDescription(session: ExifToolSession, path: string): Promise<DescriptionOutput> {
  const args = ['-G0', '-fast', '-api', 'largefilesupport=1', ...DESCRIPTIVE_TAGS.map((tag) => `-${tag}`)];
  return descriptionIn(await session.read(path, args));
}
