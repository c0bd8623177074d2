/** When the trash was looked at for what is old: one clock that is wrong for an hour must not empty it. */
export const trashLooks = `
-- By the clock of then, which may have been wrong (library/trash-looks.ts).
CREATE TABLE trash_looks(at INTEGER PRIMARY KEY) STRICT;
`;
