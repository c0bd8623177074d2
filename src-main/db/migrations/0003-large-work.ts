/** Large sets of work: stored in pieces, and claimed at the same price however many jobs of one type wait. */
export const largeWork = `
-- 1 while the first jobs of a task are still being stored. Nothing of it runs or shows until then, and a process that
-- dies before leaves nothing behind: whoever opens the library next drops it (tasks/build-task.ts).
ALTER TABLE tasks ADD COLUMN building INTEGER NOT NULL DEFAULT 0 CHECK(building IN (0,1));
CREATE INDEX tasks_building ON tasks(id) WHERE building = 1;

-- The next job of each type, for when some types are at their limit: to walk past 100,000 of one took 13 ms.
CREATE INDEX jobs_ready_by_type ON jobs(lane, type, turn, id) WHERE state = 'queued' AND held = 0;
`;
