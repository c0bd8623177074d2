import { type Db, execute } from '../db/connection.ts';

const hasFile = (roles: string): string =>
  `EXISTS(SELECT 1 FROM files WHERE photo_id = @photoId AND missing_at IS NULL AND role ${roles})`;

/**
 * Sets the facts of a photo from the files it has: what is in the trash, or missing, does not count. What has just become
 * available is meant to be kept, because nobody asked for it to go; `intent: 'stays'` leaves that alone, for what comes
 * back as it was.
 */
export function refreshAvailability(
  db: Db,
  photoId: number,
  now: number,
  { intent = 'follows' }: { intent?: 'follows' | 'stays' } = {},
): void {
  // A movie has no wish of its own: alone, it goes when neither half is wanted, and is wanted when it comes back.
  const isAlone = `other_available = 0 AND ${hasFile(`IN ('video', 'other')`)} AND NOT ${hasFile(`IN ('image', 'raw')`)}`;
  const keep = (flag: string, available: string, role: string) =>
    `${flag} = CASE WHEN @follows AND ((${available} = 0 AND ${hasFile(`= '${role}'`)}) OR (${isAlone})) THEN 1
       ELSE ${flag} END`;
  execute(
    db,
    `UPDATE photos SET
       ${keep('keep_jpg', 'jpg_available', 'image')},
       ${keep('keep_raw', 'raw_available', 'raw')},
       jpg_available = ${hasFile(`= 'image'`)},
       raw_available = ${hasFile(`= 'raw'`)},
       other_available = ${hasFile(`IN ('video', 'other')`)},
       present = ${hasFile(`<> 'sidecar'`)} AND (SELECT deleted_at IS NULL FROM projects WHERE id = project_id),
       updated_at = @now
     WHERE id = @photoId`,
    { photoId, now, follows: intent === 'follows' ? 1 : 0 },
  );
}
