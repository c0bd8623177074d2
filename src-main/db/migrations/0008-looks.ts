/** What maintenance has looked at, and when: the trash for what is old, and files that could not be verified. */
export const looks = `
-- By the clock of then, which may have been wrong (library/trash-looks.ts).
CREATE TABLE trash_looks(at INTEGER PRIMARY KEY) STRICT;

-- When verify last failed to read it, or found it written to: its turn comes again after all others.
ALTER TABLE files ADD COLUMN verify_tried_at INTEGER;
DROP INDEX files_by_check;
CREATE INDEX files_by_check ON files(coalesce(verify_tried_at, verified_at, 0), id) WHERE missing_at IS NULL;
`;
