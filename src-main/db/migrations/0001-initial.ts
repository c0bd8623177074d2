/**
 * The first schema. States are spelled out in CHECKs, so that no code path, however wrong, can store an illegal one;
 * indexes on hot states are partial, because a full one over (state, priority) halved the claim rate when measured.
 */
export const initial = `
CREATE TABLE library(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- One row per process that opened the library. A row without ended_at belongs to a process that died.
CREATE TABLE engine_runs(
  boot_id TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  program TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;

CREATE TABLE projects(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  folder TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE photos(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE RESTRICT,
  base_name TEXT NOT NULL,
  taken_at TEXT,
  taken_offset_minutes INTEGER,
  taken_offset_source TEXT,
  -- Local time as if it were UTC, or the time it was added: sorting never waits for metadata.
  sort_at INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  camera_make TEXT,
  camera_model TEXT,
  lens TEXT,
  latitude REAL,
  longitude REAL,
  title TEXT,
  caption TEXT,
  content_id TEXT,
  duration_seconds REAL,
  jpg_available INTEGER NOT NULL DEFAULT 0 CHECK(jpg_available IN (0,1)),
  raw_available INTEGER NOT NULL DEFAULT 0 CHECK(raw_available IN (0,1)),
  other_available INTEGER NOT NULL DEFAULT 0 CHECK(other_available IN (0,1)),
  keep_jpg INTEGER NOT NULL DEFAULT 1 CHECK(keep_jpg IN (0,1)),
  keep_raw INTEGER NOT NULL DEFAULT 1 CHECK(keep_raw IN (0,1)),
  rating INTEGER NOT NULL DEFAULT 0 CHECK(rating BETWEEN -1 AND 5),
  damage_code TEXT,
  damage_detail TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE(project_id, base_name)
) STRICT;
-- With the size in them: the order of a view, with its shapes, is then read off the index alone.
CREATE INDEX photos_by_time ON photos(sort_at, id, width, height);
CREATE INDEX photos_by_project_time ON photos(project_id, sort_at, id, width, height);
CREATE INDEX photos_by_name ON photos(base_name, id);
CREATE INDEX photos_by_added ON photos(created_at, id);

CREATE TABLE files(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE RESTRICT,
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE RESTRICT,
  -- Relative to the project folder, as encoded by files/native-path.ts.
  path TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN ('image','raw','sidecar','video','other')),
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK(bytes >= 0),
  mtime_ms INTEGER NOT NULL,
  sha256 TEXT NOT NULL CHECK(length(sha256) = 64),
  problem_code TEXT,
  problem_detail TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE(project_id, path)
) STRICT;
CREATE INDEX files_by_photo ON files(photo_id);
-- Size first: an import asks "could this be here already?" of every file, and reads it only if the size is known.
CREATE INDEX files_by_content ON files(bytes, sha256);

CREATE TABLE tags(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE photo_tags(
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
  PRIMARY KEY(photo_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_tags_by_tag ON photo_tags(tag_id, photo_id);

CREATE TABLE derivatives(
  photo_id INTEGER NOT NULL REFERENCES photos(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK(kind IN ('thumbnail','preview')),
  status TEXT NOT NULL CHECK(status IN ('pending','ready','placeholder','failed')),
  -- File name below .safelight/derivatives: the source's hash and the recipe, so a rerun finds it made.
  name TEXT,
  -- What it was made from, or failed on: asked again only when this changes.
  source_sha256 TEXT,
  width INTEGER,
  height INTEGER,
  bytes INTEGER,
  reason_code TEXT,
  reason_detail TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY(photo_id, kind),
  CHECK((status = 'ready') = (name IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Short while all is well: what still has to be made.
CREATE INDEX derivatives_pending ON derivatives(photo_id) WHERE status = 'pending';

CREATE TABLE tasks(
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  scope TEXT NOT NULL CHECK(scope IN ('project','photo_set','global')),
  project_id INTEGER REFERENCES projects(id) ON DELETE SET NULL,
  source TEXT NOT NULL CHECK(source IN ('user','maintenance')),
  state TEXT NOT NULL CHECK(state IN ('queued','running','paused','waiting','completed','failed','canceled')),
  params TEXT NOT NULL DEFAULT '{}' CHECK(json_valid(params)),
  requested_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  cancel_requested_at INTEGER,
  cancel_requested_by TEXT,
  paused_at INTEGER,
  paused_by TEXT,
  CHECK((state IN ('completed','failed','canceled')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX tasks_by_time ON tasks(created_at, id);
CREATE INDEX tasks_open ON tasks(created_at) WHERE finished_at IS NULL;

CREATE TABLE task_steps(
  task_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  job_type TEXT NOT NULL,
  priority INTEGER NOT NULL,
  source TEXT NOT NULL CHECK(source IN ('user','maintenance')),
  state TEXT NOT NULL CHECK(state IN ('pending','active','done','skipped')),
  PRIMARY KEY(task_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT REFERENCES tasks(id) ON DELETE CASCADE,
  task_type TEXT,
  step INTEGER NOT NULL DEFAULT 0,
  chunk INTEGER NOT NULL DEFAULT 0,
  type TEXT NOT NULL,
  scope TEXT NOT NULL CHECK(scope IN ('project','photo_set','global')),
  project_id INTEGER REFERENCES projects(id) ON DELETE SET NULL,
  source TEXT NOT NULL CHECK(source IN ('user','maintenance')),
  lane TEXT NOT NULL CHECK(lane IN ('priority','normal')),
  priority INTEGER NOT NULL,
  payload TEXT NOT NULL DEFAULT '{}' CHECK(json_valid(payload)),
  state TEXT NOT NULL CHECK(state IN ('scheduled','queued','running','parked','completed','failed','canceled')),
  parked_reason TEXT,
  run_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0 CHECK(attempt >= 0),
  max_attempts INTEGER NOT NULL CHECK(max_attempts >= 1),
  -- Deaths of the process in a row without an item finished in between.
  crash_count INTEGER NOT NULL DEFAULT 0 CHECK(crash_count >= 0),
  lease TEXT,
  heartbeat_at INTEGER,
  cancel_requested_at INTEGER,
  dedupe_key TEXT,
  discovering INTEGER NOT NULL DEFAULT 0 CHECK(discovering IN (0,1)),
  total INTEGER NOT NULL DEFAULT 0,
  succeeded INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  canceled INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_detail TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  CHECK((state = 'running') = (lease IS NOT NULL)),
  CHECK((state = 'parked') = (parked_reason IS NOT NULL)),
  CHECK((state IN ('completed','failed','canceled')) = (finished_at IS NOT NULL)),
  CHECK(succeeded + skipped + failed + canceled <= total)
) STRICT;
CREATE INDEX jobs_ready ON jobs(lane, priority DESC, id) WHERE state = 'queued';
CREATE INDEX jobs_due ON jobs(run_at) WHERE state = 'scheduled';
CREATE INDEX jobs_running ON jobs(heartbeat_at) WHERE state = 'running';
CREATE INDEX jobs_parked ON jobs(parked_reason) WHERE state = 'parked';
CREATE INDEX jobs_history ON jobs(finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_by_time ON jobs(created_at, id);
CREATE UNIQUE INDEX jobs_dedupe ON jobs(dedupe_key) WHERE dedupe_key IS NOT NULL AND state IN ('scheduled','queued');
CREATE UNIQUE INDEX jobs_step ON jobs(task_id, step, chunk) WHERE task_id IS NOT NULL;

CREATE TABLE job_items(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
  -- What the item is, unique in its job, shown to people.
  ref TEXT NOT NULL,
  photo_id INTEGER REFERENCES photos(id) ON DELETE SET NULL,
  payload TEXT NOT NULL DEFAULT '{}' CHECK(json_valid(payload)),
  result TEXT CHECK(result IS NULL OR json_valid(result)),
  state TEXT NOT NULL CHECK(state IN ('pending','running','done','failed','skipped','canceled')),
  run_at INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  -- Deaths of a worker while this item was in it. Two, and it is quarantined.
  crash_count INTEGER NOT NULL DEFAULT 0,
  -- Deaths of the engine's own process while it ran: no evidence against it, until there are very many.
  interrupted INTEGER NOT NULL DEFAULT 0,
  run_alone INTEGER NOT NULL DEFAULT 0 CHECK(run_alone IN (0,1)),
  error_code TEXT,
  error_detail TEXT,
  duration_ms INTEGER,
  started_at INTEGER,
  finished_at INTEGER,
  CHECK((state IN ('done','failed','skipped','canceled')) = (finished_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX items_once ON job_items(job_id, ref);
CREATE INDEX items_pending ON job_items(job_id, run_alone DESC, id) WHERE state = 'pending';
CREATE INDEX items_running ON job_items(job_id) WHERE state = 'running';
-- For the foreign key: without it, deleting one photo reads every item there ever was (0.4 s at a million).
CREATE INDEX items_by_photo ON job_items(photo_id) WHERE photo_id IS NOT NULL;
CREATE INDEX items_failed ON job_items(job_id, id) WHERE state = 'failed';

-- The table of jobs/states.ts, held by the database itself.
CREATE TRIGGER jobs_transition BEFORE UPDATE OF state ON jobs WHEN OLD.state <> NEW.state AND NOT (
  (OLD.state = 'scheduled' AND NEW.state IN ('queued', 'parked', 'canceled')) OR
  (OLD.state = 'queued' AND NEW.state IN ('running', 'failed', 'parked', 'canceled')) OR
  (OLD.state = 'running' AND NEW.state IN ('completed', 'failed', 'scheduled', 'queued', 'parked', 'canceled')) OR
  (OLD.state = 'parked' AND NEW.state IN ('queued', 'canceled')) OR
  (OLD.state = 'failed' AND NEW.state = 'queued')
) BEGIN SELECT RAISE(ABORT, 'illegal job transition'); END;
CREATE TRIGGER items_transition BEFORE UPDATE OF state ON job_items WHEN OLD.state <> NEW.state AND NOT (
  (OLD.state = 'pending' AND NEW.state IN ('running', 'failed', 'skipped', 'canceled')) OR
  (OLD.state = 'running' AND NEW.state IN ('done', 'failed', 'skipped', 'pending', 'canceled')) OR
  (OLD.state = 'failed' AND NEW.state = 'pending')
) BEGIN SELECT RAISE(ABORT, 'illegal item transition'); END;

CREATE TABLE schedule_runs(
  schedule_id TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  task_id TEXT,
  PRIMARY KEY(schedule_id, due_at)
) STRICT, WITHOUT ROWID;

-- The journal under every change to an original: written before the change, marked after it.
CREATE TABLE file_ops(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK(kind IN ('copy_in','move','trash','restore','purge','write')),
  state TEXT NOT NULL CHECK(state IN ('intended','done','undone','abandoned')),
  task_id TEXT,
  item_id INTEGER,
  project_id INTEGER,
  photo_id INTEGER,
  base_name TEXT,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  bytes INTEGER,
  sha256 TEXT,
  adopts INTEGER NOT NULL DEFAULT 0 CHECK(adopts IN (0,1)),
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX file_ops_open ON file_ops(item_id) WHERE state = 'intended';
CREATE INDEX file_ops_by_item ON file_ops(item_id) WHERE item_id IS NOT NULL;
CREATE UNIQUE INDEX file_ops_target ON file_ops(project_id, target) WHERE state = 'intended';

CREATE TABLE audit(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  task_id TEXT,
  project_id INTEGER,
  photo_id INTEGER,
  detail TEXT NOT NULL DEFAULT '{}' CHECK(json_valid(detail))
) STRICT;
CREATE INDEX audit_by_time ON audit(at);
`;
