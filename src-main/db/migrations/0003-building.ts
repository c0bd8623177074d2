/** Large sets of work are stored in pieces, between which the program stays responsive. */
export const building = `
-- 1 while the first jobs of a task are still being stored. Nothing of it runs or shows until then, and a process that
-- dies before leaves nothing behind: whoever opens the library next drops it (tasks/build-task.ts).
ALTER TABLE tasks ADD COLUMN building INTEGER NOT NULL DEFAULT 0 CHECK(building IN (0,1));
CREATE INDEX tasks_building ON tasks(id) WHERE building = 1;
`;
