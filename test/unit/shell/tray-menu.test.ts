import { describe, expect, test } from 'vitest';
import { type TrayView, trayView } from '../../../src-main/shell/tray-menu.ts';
import { NO_WORK, type WorkState } from '../../../src-main/shell/work-state.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { aTask } from '../renderer/fixtures.ts';

const library = { id: 'l', name: 'Photos', halted: null };
const counts = (processed: number, total: number, failed = 0) => ({
  total,
  processed,
  succeeded: processed - failed,
  skipped: 0,
  failed,
});
const working = aTask({
  id: 'a',
  label: 'Upload processing',
  projectName: 'Wedding',
  state: 'running',
  finishedAt: null,
  progress: counts(118, 400),
});
const maintenance = aTask({
  id: 'm',
  label: 'Maintenance',
  projectName: null,
  source: 'maintenance',
  state: 'running',
  finishedAt: null,
  progress: counts(0, 0),
});
const failed = aTask({
  id: 'f',
  label: 'Commit changes',
  projectName: null,
  state: 'failed',
  finishedAt: 9,
  progress: counts(120, 120, 3),
});

const byId = (...tasks: Task[]) => new Map(tasks.map((task) => [task.id, task]));
const state = (changes: Partial<WorkState>): WorkState => ({ ...NO_WORK, library, ...changes });
const lines = ({ entries }: TrayView) =>
  entries.flatMap((entry) => (entry.kind === 'line' ? [entry.label] : []));
/** The commands, those that cannot be used in brackets. */
const actions = ({ entries }: TrayView) =>
  entries.flatMap((entry) =>
    entry.kind === 'action' ? [entry.enabled ? entry.action : `(${entry.action})`] : [],
  );

const usual = ['open', 'pauseAll', 'runMaintenance', 'quit'];

test.each<[string, WorkState, TrayView['icon'], string[], string[]]>([
  ['no library', NO_WORK, 'idle', ['No library is open'], ['open', '(pauseAll)', '(runMaintenance)', 'quit']],
  ['nothing to do', state({}), 'idle', ['Nothing to do in Photos'], usual],
  ['an import', state({ open: byId(working) }), 'working', ['Upload processing, Wedding: 118 of 400'], usual],
  [
    'an import, with time left and failures',
    state({
      open: byId({ ...working, progress: counts(118, 400, 2), eta: { lowMs: 60_000, highMs: 200_000 } }),
    }),
    'working',
    ['Upload processing, Wedding: 118 of 400, 2 failed, up to 4 min left'],
    usual,
  ],
  [
    'a task that still looks for its files',
    state({ open: byId({ ...working, discovering: true }) }),
    'working',
    ['Upload processing, Wedding: looking through files'],
    usual,
  ],
  [
    'a task in the queue',
    state({ open: byId({ ...working, state: 'queued', progress: counts(0, 400) }) }),
    'working',
    ['Upload processing, Wedding: waits for its turn'],
    usual,
  ],
  [
    'the work of a person comes before maintenance, which cannot be started twice',
    state({ open: byId(maintenance, { ...working, createdAt: maintenance.createdAt + 1 }) }),
    'working',
    ['Upload processing, Wedding: 118 of 400', 'Maintenance: looking through files'],
    ['open', 'pauseAll', '(runMaintenance)', 'quit'],
  ],
  [
    'maintenance that waits for mains power; a person may run it all the same',
    state({ open: byId({ ...maintenance, state: 'paused', paused: { by: 'battery', at: 0 } }) }),
    'idle',
    ['Maintenance: waits for mains power'],
    usual,
  ],
  [
    'maintenance that waits for the end of culling',
    state({ open: byId({ ...maintenance, state: 'paused', paused: { by: 'culling', at: 0 } }) }),
    'idle',
    ['Maintenance: waits while you cull'],
    usual,
  ],
  [
    'everything paused',
    state({ open: byId(working), pauses: [{ by: 'person', at: 0 }] }),
    'idle',
    ['All work is paused', 'Upload processing, Wedding: 118 of 400'],
    ['open', 'resumeAll', 'runMaintenance', 'quit'],
  ],
  [
    'one task paused',
    state({ open: byId({ ...working, state: 'paused', paused: { by: 'person', at: 0 } }) }),
    'idle',
    ['Upload processing, Wedding: paused'],
    usual,
  ],
  [
    'a task that is being canceled',
    state({ open: byId({ ...working, cancelRequestedAt: 1 }) }),
    'idle',
    ['Upload processing, Wedding: canceling'],
    usual,
  ],
  [
    'a failure that nobody has seen outweighs work that goes on',
    state({ open: byId(working), unseen: byId(failed) }),
    'attention',
    ['Commit changes: 3 of 120 failed', 'Upload processing, Wedding: 118 of 400'],
    usual,
  ],
  [
    'a drive that is away, named once',
    (() => {
      const waiting = {
        ...working,
        state: 'waiting' as const,
        waitingFor: { reason: 'volume' as const, detail: '/media/card' },
      };
      return state({ open: byId(waiting), unseen: byId(waiting) });
    })(),
    'attention',
    ['Upload processing, Wedding waits for /media/card to come back'],
    usual,
  ],
  [
    'a queue that cannot be written, for as long as that lasts',
    state({ library: { ...library, halted: { code: 'disk_full' } } }),
    'attention',
    ['Work stands still: disk full'],
    usual,
  ],
  [
    'more tasks than a menu bears',
    state({ open: byId(...[1, 2, 3, 4, 5].map((n) => ({ ...working, id: `t${n}`, projectName: `P${n}` }))) }),
    'working',
    [
      'Upload processing, P1: 118 of 400',
      'Upload processing, P2: 118 of 400',
      'Upload processing, P3: 118 of 400',
      'And 2 more',
    ],
    usual,
  ],
])('%s', (_case, given, icon, said, offered) => {
  const view = trayView(given);
  expect(view.icon).toBe(icon);
  expect(lines(view)).toEqual(said);
  expect(actions(view)).toEqual(offered);
});

describe('the tooltip', () => {
  test('says the first thing there is to say', () => {
    expect(trayView(state({ open: byId(working) })).tooltip).toBe(
      'Safelight: upload processing, Wedding: 118 of 400',
    );
  });

  test('is never longer than Windows shows, and never broken by the name of a project', () => {
    const odd = { ...working, label: 'L'.repeat(200), projectName: 'a\nb\u202e\uef80' };
    const view = trayView(state({ open: byId(odd) }));
    expect(view.tooltip).toHaveLength(127);
    expect(lines(view)[0]).toContain('a\uFFFDb\uFFFD\uFFFD');
  });
});
