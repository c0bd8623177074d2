/**
 * What the whole job engine needs beside the queue itself: fair turns, pauses, parked work, checkpoints of a search,
 * costs for estimates, logs, schedules, and numbers that outlive the jobs they were counted from.
 */
export const engine = `
-- The place of a job in its lane: its virtual finish (jobs/fair-order.ts). Smallest first.
ALTER TABLE jobs ADD COLUMN turn REAL NOT NULL DEFAULT 0;
-- 1 while a person holds the job or its task back. Kept in the row, so that ten thousand paused jobs never stand in
-- front of the one that may run.
ALTER TABLE jobs ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK(held IN (0,1));
ALTER TABLE jobs ADD COLUMN paused_at INTEGER;
ALTER TABLE jobs ADD COLUMN paused_by TEXT;
ALTER TABLE jobs ADD COLUMN cancel_requested_by TEXT;
-- The folder or drive whose return ends the waiting.
ALTER TABLE jobs ADD COLUMN parked_detail TEXT;
-- How far the search for items has come; stored with the items that it found, so none is found twice or never.
ALTER TABLE jobs ADD COLUMN discover_cursor TEXT;
-- Expected work in arbitrary units, of all items and of those that ended: a RAW weighs more than a sidecar.
ALTER TABLE jobs ADD COLUMN cost_total REAL NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN cost_done REAL NOT NULL DEFAULT 0;
-- Failed items beyond jobs.max_stored_errors: their messages are in the log file only.
ALTER TABLE jobs ADD COLUMN unstored_errors INTEGER NOT NULL DEFAULT 0;

DROP INDEX jobs_ready;
CREATE INDEX jobs_ready ON jobs(lane, turn, id, type) WHERE state = 'queued' AND held = 0;
DROP INDEX jobs_dedupe;
CREATE UNIQUE INDEX jobs_dedupe ON jobs(dedupe_key)
  WHERE dedupe_key IS NOT NULL AND state IN ('scheduled','queued','parked');
-- The turns that are given out in a lane go on from the last one taken.
CREATE TABLE lane_turns(
  lane TEXT PRIMARY KEY CHECK(lane IN ('priority','normal')),
  turn REAL NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO lane_turns(lane, turn) VALUES ('priority', 0), ('normal', 0);

-- What kind of work an item is, for its cost: the format of a picture, say.
ALTER TABLE job_items ADD COLUMN kind TEXT;
ALTER TABLE job_items ADD COLUMN cost REAL NOT NULL DEFAULT 1;
UPDATE jobs SET cost_total = total, cost_done = succeeded + skipped + failed;

-- 1 where the step is left out when its handler finds nothing to do.
ALTER TABLE task_steps ADD COLUMN skip_if_not_needed INTEGER NOT NULL DEFAULT 0 CHECK(skip_if_not_needed IN (0,1));

-- What may run only once at a time, such as a scan of one path.
ALTER TABLE tasks ADD COLUMN exclusive_key TEXT;
ALTER TABLE tasks ADD COLUMN schedule_id TEXT;
CREATE UNIQUE INDEX tasks_exclusive ON tasks(exclusive_key) WHERE exclusive_key IS NOT NULL AND finished_at IS NULL;
CREATE INDEX tasks_history ON tasks(finished_at, id) WHERE finished_at IS NOT NULL;

-- Jobs by state, counted by triggers: the size of the queue is asked for with each job that is added, and counting a
-- million rows for it took longer than adding ten thousand.
CREATE TABLE job_counts(state TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO job_counts(state, n)
  SELECT value, (SELECT count(*) FROM jobs WHERE state = value)
  FROM json_each('["scheduled","queued","running","parked","completed","failed","canceled"]');
CREATE TRIGGER jobs_counted_in AFTER INSERT ON jobs BEGIN
  UPDATE job_counts SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER jobs_counted_out AFTER DELETE ON jobs BEGIN
  UPDATE job_counts SET n = n - 1 WHERE state = OLD.state;
END;
CREATE TRIGGER jobs_counted_over AFTER UPDATE OF state ON jobs WHEN OLD.state <> NEW.state BEGIN
  UPDATE job_counts SET n = n - 1 WHERE state = OLD.state;
  UPDATE job_counts SET n = n + 1 WHERE state = NEW.state;
END;

CREATE TABLE job_log(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  level TEXT NOT NULL CHECK(level IN ('info','warn','error')),
  event TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '{}' CHECK(json_valid(detail))
) STRICT;
CREATE INDEX job_log_by_job ON job_log(job_id, id);

-- Who holds everything back. A pause of a part of the app ends with the process that made it: boot_id names it. One of
-- a person has none, and stays until a person lifts it.
CREATE TABLE queue_pauses(
  owner TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  boot_id TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE schedules(
  id TEXT PRIMARY KEY,
  cron TEXT NOT NULL,
  next_due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mean duration of one item by job type and kind, as an exponential average: the newest hundred count most.
CREATE TABLE item_costs(
  job_type TEXT NOT NULL,
  kind TEXT NOT NULL,
  samples INTEGER NOT NULL,
  mean_ms REAL NOT NULL,
  PRIMARY KEY(job_type, kind)
) STRICT, WITHOUT ROWID;

-- Estimates of the time left, and what came of them.
CREATE TABLE eta_checks(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL,
  task_type TEXT NOT NULL,
  at INTEGER NOT NULL,
  low_ms INTEGER NOT NULL,
  high_ms INTEGER NOT NULL,
  actual_ms INTEGER NOT NULL
) STRICT;

-- Counted when a job ends, per day and type, so that statistics outlive the retention of jobs.
CREATE TABLE daily_stats(
  day TEXT NOT NULL,
  job_type TEXT NOT NULL,
  lane TEXT NOT NULL,
  completed INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  canceled INTEGER NOT NULL DEFAULT 0,
  items_succeeded INTEGER NOT NULL DEFAULT 0,
  items_skipped INTEGER NOT NULL DEFAULT 0,
  items_failed INTEGER NOT NULL DEFAULT 0,
  -- Of items, summed; several at once count each.
  busy_ms REAL NOT NULL DEFAULT 0,
  job_ms REAL NOT NULL DEFAULT 0,
  waits INTEGER NOT NULL DEFAULT 0,
  wait_ms REAL NOT NULL DEFAULT 0,
  longest_wait_ms REAL NOT NULL DEFAULT 0,
  PRIMARY KEY(day, job_type, lane)
) STRICT, WITHOUT ROWID;
`;
