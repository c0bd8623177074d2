import type { ExifInput, ExifOutput } from '../protocol.ts';
import { ESSENTIAL_TAGS, essentialExif } from './essential-exif.ts';
import type { ExifToolSession } from './exif-tool-session.ts';

/** Groups told apart, and no reading on to the end of a file whose head says it all. */
const ARGS = ['-G0', '-fast', '-api', 'largefilesupport=1', ...ESSENTIAL_TAGS.map((tag) => `-${tag}`)];

export async function readEssentialExif(session: ExifToolSession, input: ExifInput): Promise<ExifOutput> {
  return essentialExif(await session.read(input.path, ARGS));
}
