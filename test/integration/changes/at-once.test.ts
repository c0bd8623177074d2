import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execute, selectAll } from '../../../src-main/db/connection.ts';
import { startMove } from '../../../src-main/engine/changes/move.ts';
import { renameProject, startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startUndo } from '../../../src-main/engine/changes/take-back.ts';
import { pauseTask, resumeTask } from '../../../src-main/engine/control/pause.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import type { ProbePoint } from '../../../src-main/jobs/probe.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('at-once');

/** Two projects, and what to do while the names of the first photo that moves are noted. */
async function twoProjects(name: string, moment: ProbePoint = 'names_reserved') {
  const library = join(folder, name);
  let atNames: (() => void) | null = null;
  const { engine, close } = await realEngine(library, {
    probe: (point: ProbePoint) => {
      if (point !== moment || atNames === null) return;
      const act = atNames;
      atNames = null;
      act();
    },
  });
  for (const [at, project] of ['One', 'Other'].entries()) {
    const card = join(folder, `${name} ${project}`);
    await makeCard(card, 6, { size: 'tiny', from: at * 6 + 1 });
    await importCard(engine, card, project);
  }
  return {
    engine,
    close,
    library,
    during: (act: () => void) => {
      atNames = act;
    },
  };
}

/** Every row has its file where it says, and every file its row. */
async function expectEveryFileWhereItsRowSays(engine: LibraryEngine, library: string): Promise<void> {
  const rows = selectAll<{ path: string }>(
    engine.db,
    `SELECT folder || '/' || path AS path FROM files JOIN projects ON projects.id = files.project_id`,
  ).map(({ path }) => join(library, path));
  expect((await hashTree(library)).map(({ path }) => path)).toEqual(rows.sort());
  expect(brokenInvariants(engine.db)).toEqual([]);
}

test('a project into which photos are moved can be neither renamed nor deleted meanwhile', async () => {
  const { engine, close, library, during } = await twoProjects('refused');
  try {
    const answers: unknown[] = [];
    during(() => {
      try {
        startProjectDelete(engine, 2, 'Other');
      } catch (error) {
        answers.push(error);
      }
      void renameProject(engine, 2, 'Renamed').catch((error: unknown) => answers.push(error));
    });
    const move = startMove(engine, { ids: photoIds(engine, 'project_id = 1'), projectId: 2 });
    await engine.taskEnded(move);
    const refused = expect.objectContaining({ code: 'already_running' });
    expect(answers).toEqual([refused, refused]);
    expect(getTask(engine.db, move)?.state).toBe('completed');
    await expectEveryFileWhereItsRowSays(engine, library);
  } finally {
    await close();
  }
});

test('a deletion that was asked for before waits until the photos have moved, and takes them along; its undo brings all back', async () => {
  const { engine, close, library, during } = await twoProjects('waits');
  try {
    const deletion = startProjectDelete(engine, 2, 'Other');
    pauseTask(engine.control, deletion, 'person');
    during(() => resumeTask(engine.control, deletion, 'person'));
    const move = startMove(engine, { ids: photoIds(engine, 'project_id = 1'), projectId: 2 });
    await Promise.all([engine.taskEnded(move), engine.taskEnded(deletion)]);
    expect(getTask(engine.db, deletion)?.state).toBe('completed');
    await expectEveryFileWhereItsRowSays(engine, library);
    await engine.taskEnded(startUndo(engine, deletion));
    expect(photoIds(engine, 'present = 1').length).toBe(12);
    await expectEveryFileWhereItsRowSays(engine, library);
  } finally {
    await close();
  }
});

test('a photo that another task has moved, between the choice of its names and their being noted, is moved from where it is now', async () => {
  const { engine, close, library, during } = await twoProjects('meanwhile', 'names_chosen');
  try {
    const [id = 0] = photoIds(engine, 'project_id = 1');
    // What a task that was faster leaves behind: the photo is in the other project, under its own name.
    during(() => {
      const [name] = selectAll<{ path: string }>(engine.db, 'SELECT path FROM files WHERE photo_id = @id', {
        id,
      });
      renameSync(join(library, 'One', name?.path ?? ''), join(library, 'Other', name?.path ?? ''));
      execute(engine.db, 'UPDATE photos SET project_id = 2 WHERE id = @id', { id });
      execute(engine.db, 'UPDATE files SET project_id = 2 WHERE photo_id = @id', { id });
    });
    const card = join(folder, 'meanwhile third');
    await makeCard(card, 1, { size: 'tiny', from: 20 });
    const third = await importCard(engine, card, 'Third');
    const move = startMove(engine, { ids: [id], projectId: third });
    await engine.taskEnded(move);
    expect(getTask(engine.db, move)?.state).toBe('completed');
    expect(photoIds(engine, 'project_id = 3')).toContain(id);
    await expectEveryFileWhereItsRowSays(engine, library);
  } finally {
    await close();
  }
});
