import type { Db } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { isPrimary } from '../library/bundles.ts';
import type { Difference } from '../library/manifest-difference.ts';
import { rowsWithContent } from '../library/strays.ts';
import type { HandlerServices } from './handler.ts';
import type { RowsOnDisk } from './rows-on-disk.ts';

/** What a check found out about the file of a row. */
interface Found {
  kind: Difference;
  file: FileRow;
  /** Null where it was not read, because size and time say that it is what it was. */
  content: { bytes: number; sha256: string } | null;
}

/** True where the name of the row has something else in it than the row says. */
export function hasOtherContent({ file, content }: Found): boolean {
  return content !== null && content.sha256 !== file.sha256;
}

/**
 * Whether the names of a photo have become another's. A name is no identity: what lies under it now is another file where
 * its content is that of another row whose own file is not where it was, because somebody renamed it. It is another one,
 * too, where nothing of the photo was there any more and something new has its name. What was edited is neither.
 *
 * Pictures decide: sidecars are often alike, and go where their photo goes.
 */
export async function isDisplaced(
  { db }: Pick<HandlerServices, 'db'>,
  disk: RowsOnDisk,
  files: readonly FileRow[],
  findings: readonly Found[],
): Promise<boolean> {
  const others = findings.filter((found) => isPrimary(found.file.role) && hasOtherContent(found));
  if (others.length === 0) return false;
  if (!hasOwnPicture(files, findings) && others.every(({ kind }) => kind === 'returned')) return true;
  for (const { file, content } of others) {
    if (content === null) continue;
    if (await isOfAnotherRow(db, disk, content, ({ id }) => id !== file.id)) return true;
  }
  return false;
}

/** True where the content is that of such a row, whose own file is not where it was. */
export async function isOfAnotherRow(
  db: Db,
  disk: RowsOnDisk,
  content: { bytes: number; sha256: string },
  isMeant: (row: Pick<FileRow, 'id' | 'project_id'>) => boolean,
): Promise<boolean> {
  if (content.bytes === 0) return false; // Empty files are all alike.
  for (const row of rowsWithContent(db, content)) {
    if (isMeant(row) && (await disk.stateOf(row)) !== 'there') return true;
  }
  return false;
}

function hasOwnPicture(files: readonly FileRow[], findings: readonly Found[]): boolean {
  const found = new Map(findings.map((finding) => [finding.file.id, finding]));
  return files.some((file) => {
    if (!isPrimary(file.role)) return false;
    const finding = found.get(file.id);
    if (finding === undefined) return file.missing_at === null;
    return finding.kind !== 'missing' && !hasOtherContent(finding);
  });
}
