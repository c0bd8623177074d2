import { ORPCError } from '@orpc/server';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plan } from '../../../src-preload/contract/plans.ts';
import { useView } from '../../../src-renderer/app/view.ts';
import { exportName } from '../../../src-renderer/features/plans/export-plan.ts';
import { closePlan, openPlan, type PlanRequest } from '../../../src-renderer/features/plans/open-plan.ts';
import { PlanDialog } from '../../../src-renderer/features/plans/plan-dialog.tsx';
import { aPlan, aPlanLine } from './a-plan.ts';
import { answerCalls, during, engine, show } from './engine-behind.tsx';
import { giveRoom } from './with-room.ts';

const TASK = '11111111-2222-4333-8444-555555555555';
const nothing = () => new ORPCError('NOTHING_TO_DO', { defined: true, status: 409 });

let plan: Plan | null = null;
let calls: [name: string, input: unknown][] = [];
let refusal: (() => Error) | null = null;

beforeEach(() => {
  plan = aPlan();
  calls = [];
  refusal = null;
});
afterEach(() => during(closePlan));

beforeAll(() => {
  giveRoom();
  const preview =
    (name: string) =>
    ({ input }: { input: unknown }): Plan => {
      calls.push([name, input]);
      if (plan === null) throw nothing();
      const { lineLimit } = input as { lineLimit: number };
      const lines = plan.lines.slice(0, lineLimit);
      return { ...plan, lines, moreLines: plan.lines.length - lines.length };
    };
  const act =
    (name: string) =>
    ({ input }: { input: unknown }) => {
      calls.push([name, input]);
      if (refusal !== null) throw refusal();
      return { taskId: TASK };
    };
  const project = { id: 7, name: 'Wedding', folder: 'Wedding', photos: 2, createdAt: 0 };
  answerCalls({
    library: {
      current: engine.library.current.handler(() => ({
        root: '/library',
        name: 'library',
        id: TASK,
        projects: 1,
        photos: 2,
        schemaVersion: 4,
        halted: null,
      })),
    },
    changes: {
      preview: engine.changes.preview.handler(preview('preview')),
      commit: engine.changes.commit.handler(act('commit')),
      previewUndo: engine.changes.previewUndo.handler(preview('previewUndo')),
      undo: engine.changes.undo.handler(act('undo')),
    },
    trash: {
      previewRestore: engine.trash.previewRestore.handler(preview('previewRestore')),
      restore: engine.trash.restore.handler(act('restore')),
      previewPurge: engine.trash.previewPurge.handler(preview('previewPurge')),
      purge: engine.trash.purge.handler(act('purge')),
    },
    photos: {
      previewMove: engine.photos.previewMove.handler(preview('previewMove')),
      move: engine.photos.move.handler(act('move')),
    },
    projects: {
      list: engine.projects.list.handler(() => [project]),
      previewDelete: engine.projects.previewDelete.handler(preview('previewDelete')),
      delete: engine.projects.delete.handler(act('delete')),
    },
  });
});

const find = (testId: string) => document.querySelector<HTMLElement>(`[data-testid=${testId}]`);
const text = (testId: string) => find(testId)?.textContent ?? null;
const button = () => find('plan-apply') as HTMLButtonElement;
const dialog = () => find('plan-dialog');

async function open(request: PlanRequest): Promise<void> {
  await show(<PlanDialog />);
  await during(() => openPlan(request));
}
async function type(typed: string): Promise<void> {
  const field = find('plan-confirm-name') as HTMLInputElement;
  await during(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, typed);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const COMMIT: PlanRequest = { kind: 'commit', target: { projectId: 7 } };

describe('the plan of a change', () => {
  it('says how much it is, of what, and on which drives', async () => {
    plan = aPlan({
      totals: { photos: 412, files: 812, bytes: 12_300_000_000 },
      byRole: [
        { role: 'image', files: 400, bytes: 1_200_000_000 },
        { role: 'raw', files: 1, bytes: 11_000_000_000 },
        { role: 'sidecar', files: 0, bytes: 0 },
      ],
      keptLastPicture: 2,
      volumes: [
        { path: '/library', files: 800, bytes: 12e9, freeBytes: 5e10, away: false },
        { path: '/media/card', files: 12, bytes: 3e8, freeBytes: null, away: true },
      ],
    });
    await open(COMMIT);
    const shown = dialog()?.textContent;
    expect(text('plan-totals')).toBe('412 photos: 812 files, 12.3 GB');
    expect(shown).toContain('400 pictures (1.2 GB), 1 RAW file (11 GB)');
    expect(shown).not.toContain('sidecar');
    expect(text('plan-kept-last')).toContain('2 photos would have nothing left to look at');
    expect(text('plan-away')).toBe(
      '/media/card is not connected: 12 files, 300 MB on it wait until it is back.',
    );
    expect(shown).toContain('/library: 800 files, 12 GB; 50 GB are free.');
    expect(button().textContent).toBe('Move 812 files to the trash');
  });

  it('shows each file with where it goes and why, and what could not be done', async () => {
    plan = aPlan({
      lines: [
        aPlanLine(1, { reason: 'half' }),
        aPlanLine(2, { problem: { code: 'read_only' } }),
        aPlanLine(3, {
          action: 'move',
          reason: 'collision',
          target: '/library/Other/IMG_3 (2).JPG',
        }),
      ],
    });
    await open(COMMIT);
    const [half, bad, moved] = [
      ...(dialog()?.querySelectorAll('ol[aria-label="3 files of this plan"] > li') ?? []),
    ].map((line) => line.textContent);
    expect(half).toContain('IMG_1.JPG');
    expect(half).toContain('Shoot → Shoot/.trash/t');
    expect(half).toContain('This half of the pair is not wanted');
    expect(half).toContain('To the trash');
    expect(bad).toContain('Would be left as it is: The folder is read-only');
    expect(moved).toContain('Shoot → Other, as IMG_3 (2).JPG');
    expect(text('plan-problems')).toContain('1 line of the list would not be carried out');
    expect(button().disabled).toBe(false);
  });

  it('names photos that get another name', async () => {
    plan = aPlan({ collisions: [{ photoId: 3, photo: 'IMG_1', becomes: 'IMG_1 (2)' }] });
    await open({ kind: 'move', ids: [3], projectId: 7 });
    expect(text('plan-collisions')).toContain('1 photo gets another name, as its own is taken there');
    expect(text('plan-collisions')).toContain('IMG_1 becomes IMG_1 (2)');
  });

  it('brings the first thousand lines, and all of them when asked', async () => {
    plan = aPlan({ lines: Array.from({ length: 1200 }, (_, at) => aPlanLine(at + 1)) });
    await open(COMMIT);
    expect(dialog()?.textContent).toContain('The first 1,000 are shown.');
    await during(() => find('plan-show-all')?.click());
    expect(find('plan-show-all')).toBeNull();
    expect(dialog()?.querySelector('li')?.getAttribute('aria-setsize')).toBe('1200');
  });

  it('refuses where there is nothing to do, and says so', async () => {
    plan = null;
    await open(COMMIT);
    expect(text('plan-nothing')).toContain('nothing to commit');
    expect([button(), find('plan-export')]).toEqual([null, null]);
    expect(dialog()?.textContent).toContain('Close');
  });

  it('has no button where not one line could be carried out', async () => {
    plan = aPlan({ lines: [aPlanLine(1, { problem: { code: 'volume_away' } })] });
    await open(COMMIT);
    expect(button().disabled).toBe(true);
  });

  it.each<[PlanRequest, string, [string, unknown][], Partial<Plan>]>([
    [COMMIT, 'Move 2 files to the trash', [['commit', { target: { projectId: 7 } }]], {}],
    [{ kind: 'undo', taskId: TASK }, 'Put 2 files back', [['undo', { taskId: TASK }]], { kind: 'undo' }],
    [
      { kind: 'undo', taskId: TASK },
      'Take the writing of 2 files back',
      [['undo', { taskId: TASK }]],
      { kind: 'undo', lines: [aPlanLine(1, { action: 'restore' }), aPlanLine(2, { action: 'purge' })] },
    ],
    [
      { kind: 'undo', taskId: TASK },
      'Move 1 file back',
      [['undo', { taskId: TASK }]],
      { kind: 'undo', lines: [aPlanLine(1, { action: 'move' })] },
    ],
    [
      { kind: 'restore', target: { photoIds: [1] } },
      'Put 2 files back',
      [['restore', { target: { photoIds: [1] } }]],
      { kind: 'restore' },
    ],
    [
      { kind: 'purge', target: { all: true } },
      'Delete 2 files for good',
      [['purge', { target: { all: true } }]],
      { kind: 'purge' },
    ],
    [
      { kind: 'move', ids: [1, 2], projectId: 7 },
      'Move 2 files to “Wedding”',
      [['move', { ids: [1, 2], projectId: 7 }]],
      { kind: 'move' },
    ],
  ])('does what its button says: %o, %s', async (request, label, expected, change) => {
    plan = aPlan(change);
    await open(request);
    expect(button().textContent).toBe(label);
    calls = [];
    await during(() => button().click());
    expect(calls).toEqual(expected);
    expect(dialog()).toBeNull();
    expect(useView.getState()).toMatchObject({ tasksOpen: true, focusedTask: TASK });
  });

  it('takes Enter for the button at once, but not where there is no way back', async () => {
    await open(COMMIT);
    expect(document.activeElement).toBe(button());
    plan = aPlan({ kind: 'purge' });
    await open({ kind: 'purge', target: { all: true } });
    expect(document.activeElement).not.toBe(button());
  });

  it('asks for the name of a project that is to be deleted', async () => {
    plan = aPlan({ kind: 'project_delete' });
    await open({ kind: 'project_delete', id: 7 });
    expect(button().textContent).toBe('Delete “Wedding” with 2 files');
    expect(document.activeElement).toBe(find('plan-confirm-name'));
    expect(button().disabled).toBe(true);
    await type('wedding');
    expect(button().disabled).toBe(true);
    await type('Wedding');
    expect(button().disabled).toBe(false);
    await during(() => button().click());
    expect(calls.at(-1)).toEqual(['delete', { id: 7, confirm: 'Wedding' }]);
  });

  it('deletes a project without files, too', async () => {
    plan = aPlan({ kind: 'project_delete', lines: [] });
    await open({ kind: 'project_delete', id: 7 });
    await type('Wedding');
    expect(button().disabled).toBe(false);
  });

  it('stays and says why where it was refused, and may be tried again', async () => {
    refusal = () =>
      new ORPCError('QUEUE_FULL', { defined: true, status: 503, data: { limit: 1, queued: 1 } });
    await open(COMMIT);
    await during(() => button().click());
    expect(dialog()?.querySelector('[role=alert]')?.textContent).toContain('The queue is full');
    refusal = null;
    await during(() => button().click());
    expect(dialog()).toBeNull();
  });

  it('says so where others have done it before the button was pressed', async () => {
    refusal = nothing;
    await open(COMMIT);
    await during(() => button().click());
    expect(text('plan-nothing')).toContain('nothing to commit');
  });

  it('is one plan and several calls where more photos are meant than a call may name', async () => {
    const ids = Array.from({ length: 4500 }, (_, at) => at + 1);
    await open({ kind: 'move', ids, projectId: 7 });
    expect(text('plan-totals')).toBe('6 photos: 6 files, 6 MB');
    calls = [];
    await during(() => button().click());
    expect(calls.map(([name, input]) => [name, (input as { ids: number[] }).ids.length])).toEqual([
      ['move', 2000],
      ['move', 2000],
      ['move', 500],
    ]);
  });
});

describe('the export of a plan', () => {
  it('is the whole plan as JSON, under a name that says what and when', async () => {
    plan = aPlan({ lines: Array.from({ length: 1200 }, (_, at) => aPlanLine(at + 1)) });
    expect(exportName(plan)).toBe('safelight-commit-2026-05-12T14-03-22.json');
    const made: Blob[] = [];
    const createObjectURL = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      made.push(blob as Blob);
      return 'blob:plan';
    });
    await open(COMMIT);
    await during(() => find('plan-export')?.click());
    createObjectURL.mockRestore();
    const exported = JSON.parse((await made[0]?.text()) ?? 'null') as Plan;
    expect(exported).toEqual({ ...plan, moreLines: 0 });
  });
});
