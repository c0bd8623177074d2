/**
 * Culling, commit and undo: what is in the trash, what is missing, the whole journal, and the steps that can be taken
 * back.
 */
export const fileSafety = `
-- 0 while nothing of a photo can be looked at: all of it is in the trash or missing, or its project was deleted. Kept in
-- the row and in the indexes, because every view asks for it.
ALTER TABLE photos ADD COLUMN present INTEGER NOT NULL DEFAULT 1 CHECK(present IN (0,1));
UPDATE photos SET present = jpg_available OR raw_available OR other_available;
-- 1 where a commit would remove something: both halves unwanted, or one of two (library/wanted-files.ts says the same).
ALTER TABLE photos ADD COLUMN pending INTEGER GENERATED ALWAYS AS (
  present AND ((NOT keep_jpg AND NOT keep_raw) OR (jpg_available AND raw_available AND keep_jpg <> keep_raw))) VIRTUAL;
DROP INDEX photos_by_time;
DROP INDEX photos_by_project_time;
DROP INDEX photos_by_name;
DROP INDEX photos_by_added;
CREATE INDEX photos_by_time ON photos(sort_at, id, width, height) WHERE present = 1;
CREATE INDEX photos_by_project_time ON photos(project_id, sort_at, id, width, height) WHERE present = 1;
CREATE INDEX photos_by_name ON photos(base_name, id) WHERE present = 1;
CREATE INDEX photos_by_added ON photos(created_at, id) WHERE present = 1;
CREATE INDEX photos_pending ON photos(project_id, id) WHERE pending = 1;
CREATE INDEX photos_pending_by_id ON photos(id) WHERE pending = 1;
CREATE INDEX photos_absent ON photos(project_id, id) WHERE present = 0;

-- Whose picture a file of ours is: asked of each before it is cleared away.
CREATE INDEX derivatives_by_name ON derivatives(name) WHERE name IS NOT NULL;

-- Since when a file is not where it was. Its row stays: it may come back, or turn up under another name.
ALTER TABLE files ADD COLUMN missing_at INTEGER;
-- When its content was last read whole and found as it was stored.
ALTER TABLE files ADD COLUMN verified_at INTEGER;
CREATE INDEX files_missing ON files(sha256) WHERE missing_at IS NOT NULL;
CREATE INDEX files_by_check ON files(coalesce(verified_at, 0), id) WHERE missing_at IS NULL;

-- A deleted project's folder lies in the library's own trash, and is its folder from then on.
ALTER TABLE projects ADD COLUMN deleted_at INTEGER;
ALTER TABLE projects ADD COLUMN delete_task_id TEXT;
-- The folder it had.
ALTER TABLE projects ADD COLUMN deleted_folder TEXT;
-- The volume that the folder was on when it was last seen with its files (files/volumes.ts). Null: not known.
ALTER TABLE projects ADD COLUMN volume_id TEXT;

-- Files that a commit removed. They have their row in files again when they are restored, under the same id.
CREATE TABLE trash(
  file_id INTEGER PRIMARY KEY,
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE RESTRICT,
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE RESTRICT,
  -- The commit. Not a reference: the history forgets tasks, the trash does not.
  task_id TEXT NOT NULL,
  trashed_at INTEGER NOT NULL,
  -- Where it lies now, relative to the project folder: .trash/<task>/<path>.
  trash_path TEXT NOT NULL,
  -- The name of its photo at that time; what follows it in the file's name is kept when it comes back under another.
  base_name TEXT NOT NULL,
  path TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN ('image','raw','sidecar','video','other')),
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK(bytes >= 0),
  mtime_ms INTEGER NOT NULL,
  sha256 TEXT NOT NULL CHECK(length(sha256) = 64),
  problem_code TEXT,
  problem_detail TEXT,
  created_at INTEGER NOT NULL,
  verified_at INTEGER,
  UNIQUE(project_id, trash_path)
) STRICT;
CREATE INDEX trash_by_task ON trash(task_id, photo_id);
CREATE INDEX trash_by_photo ON trash(photo_id);
CREATE INDEX trash_by_content ON trash(bytes, sha256);
CREATE INDEX trash_by_time ON trash(trashed_at);

-- The journal again, with what a move needs to know of both ends.
CREATE TABLE journal(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK(kind IN ('copy_in','move','trash','restore','purge','write','project')),
  state TEXT NOT NULL CHECK(state IN ('intended','done','undone','abandoned')),
  task_id TEXT,
  item_id INTEGER,
  -- Of the target; of the source too, unless source_project_id says otherwise.
  project_id INTEGER,
  source_project_id INTEGER,
  photo_id INTEGER,
  file_id INTEGER,
  base_name TEXT,
  -- copy_in: an absolute path. project: a folder of the library. Else relative to the project folder.
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  bytes INTEGER,
  mtime_ms INTEGER,
  sha256 TEXT,
  adopts INTEGER NOT NULL DEFAULT 0 CHECK(adopts IN (0,1)),
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
INSERT INTO journal(id, kind, state, task_id, item_id, project_id, photo_id, base_name, source, target, bytes, sha256,
    adopts, created_at, done_at)
  SELECT id, kind, state, task_id, item_id, project_id, photo_id, base_name, source, target, bytes, sha256, adopts,
    created_at, done_at FROM file_ops;
DROP TABLE file_ops;
ALTER TABLE journal RENAME TO file_ops;
CREATE INDEX file_ops_open ON file_ops(item_id) WHERE state = 'intended';
CREATE INDEX file_ops_by_item ON file_ops(item_id) WHERE item_id IS NOT NULL;
CREATE INDEX file_ops_by_task ON file_ops(task_id, photo_id) WHERE task_id IS NOT NULL;
CREATE INDEX file_ops_from ON file_ops(source_project_id) WHERE state = 'intended';
CREATE INDEX file_ops_by_file ON file_ops(file_id) WHERE state = 'intended';
CREATE UNIQUE INDEX file_ops_target ON file_ops(project_id, target) WHERE state = 'intended';

-- What culling changed, so that it can be taken back: the values before, as JSON.
CREATE TABLE culling_steps(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  -- Rows of one step are taken back together: a selection may be larger than one call.
  step TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('keep','rating','tags')),
  before TEXT NOT NULL CHECK(json_valid(before))
) STRICT;

-- Files in project folders that are none of ours. Left where they are, and told of.
CREATE TABLE untracked_files(
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  code TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY(project_id, path)
) STRICT, WITHOUT ROWID;
`;
