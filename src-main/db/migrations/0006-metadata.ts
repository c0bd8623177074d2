/** What is needed to tell who changed what, when the library and a file say different things. */
export const metadata = `
-- What the files of a photo said when the two last agreed, as JSON (metadata/description.ts). No row: never compared.
CREATE TABLE metadata_base(
  photo_id INTEGER PRIMARY KEY REFERENCES photos(id) ON DELETE CASCADE,
  known TEXT NOT NULL CHECK(json_valid(known)),
  at INTEGER NOT NULL
) STRICT;

-- Fields that were changed on both sides, each in its own way. A person decides; until then both stay as they are.
CREATE TABLE metadata_conflicts(
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE CASCADE,
  field TEXT NOT NULL CHECK(field IN ('rating','title','caption')),
  ours TEXT NOT NULL CHECK(json_valid(ours)),
  theirs TEXT NOT NULL CHECK(json_valid(theirs)),
  at INTEGER NOT NULL,
  PRIMARY KEY(photo_id, field)
) STRICT, WITHOUT ROWID;
`;
