import { type Db, execute } from '../db/connection.ts';
import type { ExifOutput } from '../workers/protocol.ts';
import { recordConflicts } from './conflicts.ts';
import type { Description } from './description.ts';
import { applyDifferences, descriptionOf, knownOf, setKnown } from './rows.ts';
import { compareThreeWay, knownAfter } from './three-way.ts';
import { refreshUnwritten } from './unwritten.ts';

/**
 * Takes over what the files of a new photo say. What a person said of it meanwhile stays, and is a conflict where they say
 * something else. Once only: whoever makes the pictures of a photo anew does not want its title of old.
 * @param input.exif where the offset comes from that was worked out, and stands in no file
 */
export function recordFirstDescription(
  db: Db,
  input: {
    photoId: number;
    theirs: Description;
    exif: Pick<ExifOutput, 'takenAt' | 'takenOffsetMinutes' | 'takenOffsetSource'> | null;
    now: number;
  },
): void {
  const { photoId, theirs, exif, now } = input;
  const ours = descriptionOf(db, photoId);
  if (ours === null || knownOf(db, photoId) !== null) return;
  const differences = compareThreeWay({}, ours, theirs);
  applyDifferences(db, { photoId, differences, now });
  setKnown(db, { photoId, known: knownAfter({}, theirs, differences), now });
  recordConflicts(db, { photoId, differences, now });
  refreshUnwritten(db, [photoId]);
  if (exif?.takenOffsetSource !== 'gps') return;
  execute(
    db,
    `UPDATE photos SET taken_offset_minutes = @takenOffsetMinutes, taken_offset_source = 'gps'
     WHERE id = @photoId AND taken_at = @takenAt AND taken_offset_minutes IS NULL`,
    { photoId, takenAt: exif.takenAt, takenOffsetMinutes: exif.takenOffsetMinutes },
  );
}
