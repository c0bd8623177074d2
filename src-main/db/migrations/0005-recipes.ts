/** Batch scans that somebody saved, to be run again by name or by the clock. */
export const recipes = `
CREATE TABLE recipes(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  params TEXT NOT NULL CHECK(json_valid(params)),
  -- Cron of five fields, local time; null for one that only runs when asked to.
  schedule TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
`;
