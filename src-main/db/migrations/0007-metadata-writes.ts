/** What is needed to write into files and take it back, and to show what was not written yet. */
export const metadataWrites = `
ALTER TABLE photos ADD COLUMN people TEXT NOT NULL DEFAULT '[]' CHECK(json_valid(people));
-- 1 where the library says what the files do not say yet (metadata/unwritten.ts). Kept, because views ask for it.
ALTER TABLE photos ADD COLUMN unwritten INTEGER NOT NULL DEFAULT 0 CHECK(unwritten IN (0,1));
CREATE INDEX photos_unwritten ON photos(project_id, id) WHERE unwritten = 1;

-- How the sidecars of a project are called is asked for each one that is made.
CREATE INDEX files_sidecars ON files(project_id) WHERE role = 'sidecar' AND missing_at IS NULL;

CREATE TABLE conflicts(
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE CASCADE,
  field TEXT NOT NULL CHECK(field IN ('rating','title','caption','takenAt','position')),
  ours TEXT NOT NULL CHECK(json_valid(ours)),
  theirs TEXT NOT NULL CHECK(json_valid(theirs)),
  at INTEGER NOT NULL,
  PRIMARY KEY(photo_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO conflicts SELECT * FROM metadata_conflicts;
DROP TABLE metadata_conflicts;
ALTER TABLE conflicts RENAME TO metadata_conflicts;

CREATE TABLE steps(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  step TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('keep','rating','tags','description')),
  before TEXT NOT NULL CHECK(json_valid(before))
) STRICT;
INSERT INTO steps SELECT * FROM culling_steps;
DROP TABLE culling_steps;
ALTER TABLE steps RENAME TO culling_steps;

-- write: where the bytes before are put, relative to the project folder; and the content that takes their place, noted
-- before it does, so that after a death it is known whose file lies there.
ALTER TABLE file_ops ADD COLUMN kept TEXT;
ALTER TABLE file_ops ADD COLUMN written_sha256 TEXT;

-- What files were before we wrote into them. Rows stay when their bytes are purged: who drops a card again has the old
-- content, and it is no new photo.
CREATE TABLE file_versions(
  id INTEGER PRIMARY KEY,
  -- The writing task. Not a reference: the history forgets tasks.
  task_id TEXT NOT NULL,
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE CASCADE,
  -- Not a reference: its row may be in the trash.
  file_id INTEGER NOT NULL,
  -- Whose folder the bytes are kept in.
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  -- The name of the file at that time.
  path TEXT NOT NULL,
  -- Relative to the project folder: .trash/<task>/<path>. Null where the file was not there before: it was made.
  kept TEXT,
  bytes INTEGER,
  mtime_ms INTEGER,
  sha256 TEXT,
  written_sha256 TEXT NOT NULL,
  -- metadata_base before, so that an undo makes the same changes wait again. Null: there was none.
  known TEXT CHECK(known IS NULL OR json_valid(known)),
  state TEXT NOT NULL CHECK(state IN ('kept','undone','purged')),
  written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_versions_by_task ON file_versions(task_id, photo_id) WHERE state = 'kept';
CREATE INDEX file_versions_by_photo ON file_versions(photo_id);
CREATE INDEX file_versions_by_project ON file_versions(project_id);
CREATE INDEX file_versions_by_time ON file_versions(written_at) WHERE state = 'kept';
CREATE INDEX file_versions_by_content ON file_versions(bytes, sha256) WHERE state <> 'undone';
`;
