import { ORPCError } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Recipe,
  recipeInput,
  type ScanPreview,
  type ScanReport,
  type ScanResult,
  scanParams,
} from '../../../src-preload/contract/batch.ts';
import { LiveRegions } from '../../../src-renderer/app/live-regions.tsx';
import { showProject, showTasks } from '../../../src-renderer/app/view.ts';
import { closeScanDialog, openResults, openScan } from '../../../src-renderer/features/scan/open-scan.ts';
import { ScanDialogs } from '../../../src-renderer/features/scan/scan-dialogs.tsx';
import { TaskDetails } from '../../../src-renderer/features/tasks/task-details.tsx';
import { TasksPanel } from '../../../src-renderer/features/tasks/tasks-panel.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { answerCalls, during, engine, press, show } from './engine-behind.tsx';
import { aTask } from './fixtures.ts';
import { pressKey } from './press-key.ts';
import { giveRoom } from './with-room.ts';

const TASK = '11111111-2222-4333-8444-555555555555';
const FOLLOW = '11111111-2222-4333-8444-777777777777';
const DRY = '11111111-2222-4333-8444-666666666666';

/** What was asked of the engine, in order. */
let calls: string[] = [];
let inputs: Record<string, unknown> = {};
let preview: ScanPreview;
let report: ScanReport;
let results: ScanResult[] = [];
let recipes: Recipe[] = [];
let allowWrite = true;
let refuse: Error | null = null;

const scanTask = (change: Parameters<typeof aTask>[0] = {}) =>
  aTask({ id: TASK, type: 'batch_scan', label: 'Batch scan', projectName: null, ...change });
const result = (at: number, change: Partial<ScanResult> = {}): ScanResult => ({
  path: `/card/${String(at).padStart(5, '0')}.jpg`,
  bytes: 10,
  modifiedAt: 0,
  action: 'index',
  photoId: null,
  problem: null,
  state: 'done',
  format: 'jpeg',
  sha256: null,
  durationMs: 1,
  ...change,
});
const aReport = (change: Partial<ScanReport> = {}): ScanReport => ({
  task: scanTask({ state: 'completed', finishedAt: 5 }),
  params: { ...scanParams.parse({ path: '/card' }), dryRun: false },
  looked: 12,
  counts: { total: 2, processed: 2, succeeded: 2, skipped: 0, failed: 0, remaining: 0, percent: 100 },
  etaSeconds: null,
  follows: [],
  results: [],
  total: 0,
  next: null,
  ...change,
});
const aRecipe = (id: number, change: object = {}): Recipe => ({
  ...recipeInput.parse({ name: `Recipe ${id}`, path: '/card', ...change }),
  id,
  createdAt: 1,
  updatedAt: 1,
});

beforeEach(() => {
  calls = [];
  inputs = {};
  preview = { taskId: null, looked: 12, matched: 1, bytes: 10, files: [result(1)] };
  report = aReport();
  results = [];
  recipes = [];
  allowWrite = true;
  refuse = null;
  return during(() => {
    closeScanDialog();
    showProject(null);
  });
});
const note = (name: string, input: unknown) => {
  calls.push(name);
  inputs[name] = input;
  if (refuse !== null) throw refuse;
};
beforeAll(() => {
  giveRoom();
  answerCalls({
    projects: {
      list: engine.projects.list.handler(() => [
        { id: 7, name: 'Studio', folder: 'Studio', photos: 0, createdAt: 0 },
      ]),
      create: engine.projects.create.handler(({ input: { name } }) => {
        note('make a project', name);
        return { id: 8, name, folder: name, photos: 0, createdAt: 0 };
      }),
    },
    settings: {
      get: engine.settings.get.handler(() => ({
        config: { sync: { allowManualImport: true, allowManualWrite: allowWrite } },
        defaults: {},
        overrides: {},
      })),
    },
    jobs: {
      queue: engine.jobs.queue.handler(() => ({
        pauses: [],
        running: 0,
        waiting: { priority: 0, normal: 0 },
        slots: { total: 2, reservedForPriority: 1 },
        size: 0,
        limit: 10_000,
      })),
    },
    maintenance: { schedules: engine.maintenance.schedules.handler(() => []) },
    tasks: {
      get: engine.tasks.get.handler(({ input }) => ({
        task: scanTask({ id: input.id, state: 'canceled' }),
        steps: [],
        jobs: [],
      })),
      items: engine.tasks.items.handler(() => ({ items: [], total: 0, next: null })),
      list: engine.tasks.list.handler(() => ({
        tasks: [report.task, ...report.follows],
        total: 1 + report.follows.length,
      })),
    },
    batch: {
      preview: engine.batch.preview.handler(({ input }) => {
        note('preview', input);
        return preview;
      }),
      start: engine.batch.start.handler(({ input }) => {
        note('start', input);
        return { taskId: TASK };
      }),
      cancel: engine.batch.cancel.handler(({ input }) => {
        calls.push(`cancel ${input.taskId === DRY ? 'the dry run' : 'the scan'}`);
        return { task: scanTask({ state: 'canceled' }), processedBefore: 0 };
      }),
      get: engine.batch.get.handler(({ input }) => {
        if (input.limit > 1) calls.push(`get ${input.states?.join() ?? 'all'} after ${input.after}`);
        const found = results.filter(({ state }) => input.states?.includes(state) ?? true);
        const page = found.slice(input.after, input.after + input.limit);
        const end = input.after + page.length;
        return {
          ...report,
          results: page,
          total: found.length,
          next: end < found.length ? end : null,
        };
      }),
      recipes: {
        list: engine.batch.recipes.list.handler(() => recipes),
        save: engine.batch.recipes.save.handler(({ input }) => {
          note('save', input);
          const same = recipes.find(({ name }) => name === input.name);
          const saved = { ...input, id: same?.id ?? 90 + recipes.length, createdAt: 1, updatedAt: 2 };
          recipes = [...recipes.filter(({ id }) => id !== saved.id), saved];
          return saved;
        }),
        remove: engine.batch.recipes.remove.handler(({ input }) => {
          calls.push(`remove ${input.id}`);
          recipes = recipes.filter(({ id }) => id !== input.id);
          return {};
        }),
        run: engine.batch.recipes.run.handler(({ input }) => {
          note('run', input);
          return { taskId: TASK };
        }),
      },
    },
  });
});

const open = () =>
  show(
    <>
      <ScanDialogs />
      <LiveRegions />
    </>,
  );
const find = <T extends HTMLElement>(testId: string) =>
  document.querySelector<T>(`[data-testid="${testId}"]`);
const click = (testId: string) => press(document.body, testId);
const type = (testId: string, value: string) =>
  during(() => {
    const field = find<HTMLInputElement | HTMLTextAreaElement>(testId);
    if (field === null) throw new Error(`there is no ${testId}`);
    // Past React's own notion of the value, as the browser does it.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const said = (how: 'polite' | 'assertive' = 'polite') =>
  document.querySelector(`[aria-live=${how}]`)?.textContent?.trim();

describe('the dialog of a scan', () => {
  it('is opened by a command, for the project that is shown, with the focus in the field of the folder', async () => {
    await open();
    await during(() => showProject(7));
    await during(() => runCommand('scan.folder'));
    expect(document.activeElement).toBe(find('scan-path'));
    await click('scan-action-import');
    expect(find('scan-project')?.textContent).toBe('Studio');
  });

  it('says what is missing before it asks the engine, and leads to it', async () => {
    await open();
    await during(() => openScan());
    await type('scan-size', 'much');
    await click('scan-start');
    expect(calls).toEqual([]);
    expect(document.activeElement).toBe(find('scan-path'));
    expect(find('scan-path')?.getAttribute('aria-invalid')).toBe('true');
    const notes = find('scan-path')?.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(notes)?.textContent).toBe('Choose a folder, or type its path.');
    expect(said('assertive')).toBe('Choose a folder, or type its path.');
    // What is put right is right, and the focus stays where one types.
    await during(() => find('scan-size')?.focus());
    await type('scan-size', '2');
    expect(find('scan-size')?.hasAttribute('aria-invalid')).toBe(false);
    expect(find('scan-path')?.hasAttribute('aria-invalid')).toBe(true);
    expect(document.activeElement).toBe(find('scan-size'));
  });

  it('is there again as far as it was put together, unless it was begun or given up', async () => {
    await open();
    await during(() => runCommand('scan.folder'));
    await type('scan-path', '/card');
    await type('scan-exclude', 'proofs');
    await pressKey('Escape');
    expect(find('scan-dialog')).toBeNull();
    await during(() => runCommand('scan.folder'));
    expect(['scan-path', 'scan-exclude'].map((field) => find<HTMLInputElement>(field)?.value)).toEqual([
      '/card',
      'proofs',
    ]);
    const { selectionStart, selectionEnd } = find<HTMLInputElement>('scan-path') ?? {};
    expect([selectionStart, selectionEnd]).toEqual([0, '/card'.length]);
    await click('scan-start');
    for (const typed of ['', '/other', '']) {
      await during(() => runCommand('scan.folder'));
      if (typed === '') expect(find<HTMLInputElement>('scan-path')?.value).toBe('');
      else await type('scan-path', typed);
      await click('scan-cancel-form');
    }
  });

  it('is there again with the name and the times that it was being saved under, unless that was given up', async () => {
    await open();
    await during(() => runCommand('scan.folder'));
    await click('scan-save-open');
    expect(document.activeElement).toBe(find('recipe-name'));
    await type('recipe-name', 'Proofs of the week');
    await click('recipe-schedule');
    const times = [...document.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
    await during(() => times.find(({ textContent }) => textContent === 'At other times…')?.click());
    await type('recipe-cron', '30 18 * * 5');
    await pressKey('Escape');
    expect(find('scan-dialog')).toBeNull();
    await during(() => runCommand('scan.folder'));
    expect(['recipe-name', 'recipe-cron'].map((field) => find<HTMLInputElement>(field)?.value)).toEqual([
      'Proofs of the week',
      '30 18 * * 5',
    ]);
    expect(find('recipe-schedule')?.textContent).toBe('At other times');
    // The folder comes first, as always.
    expect(document.activeElement).toBe(find('scan-path'));
    await click('scan-save-open');
    await pressKey('Escape');
    await during(() => runCommand('scan.folder'));
    expect(find('recipe-name')).toBeNull();
    await click('scan-cancel-form');
  });

  it('makes a new project at its field: Escape takes the name back alone, and the focus stays there', async () => {
    await open();
    await during(() => openScan({ path: '/card', action: 'import' }));
    const nameOne = async () => {
      await click('scan-project');
      const entries = [...document.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
      await during(() => entries.find(({ textContent }) => textContent === 'A new project…')?.click());
      await type('scan-project-name', 'Proofs');
      await during(() => find('scan-project-name')?.focus());
    };
    await nameOne();
    await pressKey('Escape');
    expect([find('scan-project-name'), document.activeElement]).toEqual([null, find('scan-project')]);
    await nameOne();
    await pressKey('Enter');
    expect([find('scan-project-name'), document.activeElement]).toEqual([null, find('scan-project')]);
    expect([calls, inputs['make a project']]).toEqual([['make a project'], 'Proofs']);
  });

  it('does not offer what the settings switch off, and says why', async () => {
    allowWrite = false;
    await open();
    await during(() => openScan());
    expect(find<HTMLInputElement>('scan-action-metadata_write')?.disabled).toBe(true);
    expect(find('scan-action-metadata_write')?.closest('label')?.textContent).toContain(
      'Switched off in the settings',
    );
    expect(find<HTMLInputElement>('scan-action-metadata_import')?.disabled).toBe(false);
  });

  it('previews what it would do, until what was typed changes', async () => {
    preview = {
      taskId: null,
      looked: 14,
      matched: 3,
      bytes: 20,
      files: [result(1), result(2), result(3, { action: null, bytes: null, problem: { code: 'link' } })],
    };
    await open();
    await during(() => openScan({ path: '/card', pattern: '*.jpg' }));
    await click('scan-preview');
    expect(inputs.preview).toMatchObject({ path: '/card', pattern: '*.jpg', action: 'index' });
    expect(find('scan-seen-sum')?.textContent).toBe('Looked at 14 files: 3 match, 20 bytes.');
    expect(said()).toBe('Looked at 14 files: 3 match, 20 bytes.');
    expect(find('scan-seen')?.textContent).toContain('11 do not match the pattern and the filters.');
    expect(find('scan-left-out')?.dataset.code).toBe('link');
    expect(find('scan-seen')?.textContent).toContain('Nothing was changed.');
    await type('scan-pattern', '*.cr3');
    expect(find('scan-seen')).toBeNull();
    expect(calls).toEqual(['preview']);
  });

  it('ends the dry run behind a preview before the scan begins, or when it is closed', async () => {
    preview = { ...preview, taskId: DRY, looked: 5000, matched: 5000 };
    report = aReport({ task: scanTask({ id: DRY, state: 'running', discovering: true }), looked: 9000 });
    report.counts.total = 8000;
    results = [result(1), result(2)];
    await open();
    await during(() => openScan({ path: '/card' }));
    await click('scan-preview');
    expect(find('scan-seen-sum')?.textContent).toBe('Looked at 9,000 files so far: 8,000 match.');
    expect(find('scan-show-all')).not.toBeNull();
    await click('scan-start');
    expect(calls.filter((call) => !call.startsWith('get'))).toEqual([
      'preview',
      'cancel the dry run',
      'start',
    ]);
    expect(find('scan-results')).not.toBeNull();
    calls = [];
    await during(() => openScan({ path: '/card' }));
    await click('scan-preview');
    await during(closeScanDialog);
    expect(calls.filter((call) => !call.startsWith('get'))).toEqual(['preview', 'cancel the dry run']);
  });

  it('leaves the dry run alone where all of it is to be shown', async () => {
    preview = { ...preview, taskId: DRY };
    await open();
    await during(() => openScan({ path: '/card' }));
    await click('scan-preview');
    await click('scan-show-all');
    expect(find('scan-results')).not.toBeNull();
    expect(calls).not.toContain('cancel the dry run');
  });

  it('leads to the scan that is under way in the same folder', async () => {
    refuse = new ORPCError('ALREADY_RUNNING', {
      defined: true,
      status: 409,
      data: { key: 'k', taskId: TASK },
    });
    await open();
    await during(() => openScan({ path: '/card' }));
    await click('scan-start');
    expect(find('scan-dialog')?.textContent).toContain('This folder is being scanned already.');
    expect(document.activeElement).toBe(find('scan-path'));
    await click('scan-show-running');
    expect(find('scan-results')).not.toBeNull();
  });

  it('says as a whole that the queue is full', async () => {
    refuse = new ORPCError('QUEUE_FULL', { defined: true, status: 503, data: { limit: 10, queued: 10 } });
    await open();
    await during(() => openScan({ path: '/card' }));
    await click('scan-start');
    expect(find('scan-dialog')?.querySelector('[role=alert]')?.textContent).toContain('The queue is full');
  });
});

describe('the results of a scan', () => {
  it('tell how far it is, what it has started, and are narrowed to a state', async () => {
    const follow = aTask({ id: DRY, label: 'Upload processing', projectName: 'Studio', state: 'running' });
    report = aReport({
      task: scanTask({ state: 'running', discovering: true }),
      follows: [follow],
      looked: 40,
      counts: { total: 3, processed: 2, succeeded: 1, skipped: 1, failed: 0, remaining: 1, percent: null },
    });
    results = [
      result(1),
      result(2, { state: 'skipped', action: null, problem: { code: 'link' } }),
      result(3, { state: 'pending', action: null, format: null }),
    ];
    await open();
    await during(() => openResults(TASK));
    expect(find('scan-phase')?.textContent).toBe('Looked at 40 files so far: 3 match.');
    expect(find('scan-progress')?.textContent).toContain('Looking through files…');
    expect(find('scan-follow')?.textContent).toContain('Upload processing · Studio');
    const lines = () =>
      [...document.querySelectorAll('ol[aria-label="Files of this scan"] > li')].map(
        (line) => line.textContent ?? '',
      );
    expect(lines()).toHaveLength(3);
    await click('scan-tab-skipped');
    expect(calls.at(-1)).toBe('get skipped after 0');
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toContain('links are not followed');
    await click('scan-tab-open');
    expect(calls.at(-1)).toBe('get pending,running after 0');
    await click('scan-cancel');
    expect(calls).toContain('cancel the scan');
  });

  it('lead to the task that does what was asked for: the focus goes to its row, and not back', async () => {
    const follow = aTask({ id: FOLLOW, type: 'metadata_import', label: 'Reading metadata', createdAt: 50 });
    report = aReport({ follows: [follow] });
    await show(
      <>
        <button type="button" data-testid="before">
          Before
        </button>
        <TasksPanel />
        <ScanDialogs />
        <LiveRegions />
      </>,
    );
    const rowInFocus = () => {
      const { activeElement: at } = document;
      const row = at?.closest<HTMLElement>('[data-testid=task-row]');
      return [at?.getAttribute('data-testid'), at?.getAttribute('aria-expanded'), row?.dataset.taskId];
    };
    for (const _ of ['once', 'and once more']) {
      await during(() => find('before')?.focus());
      await during(() => openResults(TASK));
      await during(() =>
        document.querySelector<HTMLElement>('[data-testid=scan-results] li button')?.focus(),
      );
      await during(() => (document.activeElement as HTMLElement | null)?.click());
      expect(find('scan-results')).toBeNull();
      await during(() => wait(60));
      expect(rowInFocus()).toEqual(['task-expand', 'true', FOLLOW]);
    }
    // Where something is merely begun, the keys stay where they are.
    await during(() => find('before')?.focus());
    await during(() => showTasks(TASK));
    expect(document.activeElement).toBe(find('before'));
  });

  it('come page by page, and are not asked for as a whole again and again while it runs', async () => {
    report = aReport({
      task: scanTask({ state: 'running' }),
      counts: {
        total: 1700,
        processed: 1700,
        succeeded: 1700,
        skipped: 0,
        failed: 0,
        remaining: 0,
        percent: 100,
      },
    });
    results = Array.from({ length: 1700 }, (_, at) => result(at));
    await open();
    await during(() => openResults(TASK));
    expect(calls).toEqual(['get all after 0']);
    const scroller = document.querySelector('ol[aria-label="Files of this scan"]')?.parentElement;
    for (let page = 1; page < 4; page += 1)
      await during(() => {
        if (scroller != null) scroller.scrollTop = 1e9;
        scroller?.dispatchEvent(new Event('scroll'));
      });
    expect(calls).toEqual(
      ['all after 0', 'all after 500', 'all after 1000', 'all after 1500'].map((call) => `get ${call}`),
    );
    expect(find('scan-list-old')?.textContent).toContain('The list is as it was at');
    await during(() => wait(1700));
    expect(calls).toHaveLength(4);
  });

  it('of a dry run say that nothing was changed, and lead to doing it', async () => {
    report = aReport({ params: { ...scanParams.parse({ path: '/card', pattern: '*.jpg' }), dryRun: true } });
    results = [result(1, { format: null })];
    await open();
    await during(() => openResults(TASK));
    expect(find('scan-progress')?.textContent).toContain('Dry run: nothing is changed');
    expect(find('scan-results')?.textContent).toContain('Would be listed');
    await click('scan-do-it');
    expect(find<HTMLInputElement>('scan-pattern')?.value).toBe('*.jpg');
  });

  it('are reached from the row of the scan', async () => {
    await show(
      <>
        <TaskDetails task={scanTask({ state: 'completed' })} />
        <ScanDialogs />
      </>,
    );
    expect(find('scan-summary')?.textContent).toContain('List all files in /card');
    expect(find('scan-summary')?.textContent).toContain('Looked at 12 files: 2 match.');
    await click('scan-open-results');
    expect(find('scan-results')).not.toBeNull();
  });
});

describe('saved scans', () => {
  const names = () =>
    [...document.querySelectorAll('[data-testid=recipe] h3')].map((heading) => heading.textContent);
  const more = async (entry: string) => {
    await click('recipe-more');
    const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
      ({ textContent }) => textContent === entry,
    );
    await during(() => item?.click());
  };

  it('say what they do and when, and are run or only tried', async () => {
    recipes = [aRecipe(4, { action: 'import', projectId: 7, pattern: '*.jpg', schedule: '0 3 * * *' })];
    await open();
    await during(() => runCommand('scan.recipes'));
    expect(find('recipe')?.textContent).toContain('Import *.jpg in /card into “Studio”');
    expect(find('recipe-when')?.textContent).toContain('Every night at 3:00');
    await click('recipe-dry-run');
    expect(inputs.run).toEqual({ id: 4, dryRun: true });
    expect(find('scan-results')).not.toBeNull();
    await during(() => runCommand('scan.recipes'));
    await click('recipe-run');
    expect(inputs.run).toEqual({ id: 4, dryRun: false });
  });

  it('say in their dialog why one cannot run', async () => {
    recipes = [aRecipe(4)];
    refuse = new ORPCError('PATH_UNREADABLE', {
      defined: true,
      status: 400,
      data: { path: '/card', reason: 'missing' },
    });
    await open();
    await during(() => runCommand('scan.recipes'));
    await click('recipe-run');
    const alert = find('recipes')?.querySelector('[role=alert]');
    expect(alert?.textContent).toBe(
      '/card cannot be scannedThere is no such folder. Is its drive connected?',
    );
  });

  it('are saved from the dialog; one of the same name is replaced, and that is said before', async () => {
    recipes = [aRecipe(4, { name: 'Nightly' })];
    await open();
    await during(() => openScan({ path: '/other' }));
    await click('scan-save-open');
    expect(document.activeElement).toBe(find('recipe-name'));
    await click('recipe-save');
    expect(find('recipe-fields')?.textContent).toContain('Give it a name.');
    await type('recipe-name', 'Nightly');
    expect(find('recipe-fields')?.textContent).toContain('This one replaces it.');
    expect(find('recipe-save')?.textContent).toBe('Replace');
    await type('recipe-name', 'Daily');
    await click('recipe-save');
    expect(inputs.save).toMatchObject({ name: 'Daily', path: '/other', schedule: null });
    expect(names()).toEqual(['Nightly', 'Daily']);
    expect(said()).toBe('“Daily” is saved.');
  });

  it('under another name are not there twice', async () => {
    recipes = [aRecipe(4, { name: 'Nightly', schedule: '0 3 * * *' })];
    await open();
    await during(() => runCommand('scan.recipes'));
    await more('Change…');
    expect(find<HTMLInputElement>('recipe-name')?.value).toBe('Nightly');
    expect(find('scan-start')).toBeNull();
    await type('recipe-name', 'Hourly');
    await click('recipe-save');
    expect(calls).toEqual(['save', 'remove 4']);
    expect(names()).toEqual(['Hourly']);
    expect(inputs.save).toMatchObject({ schedule: '0 3 * * *' });
  });

  it('are taken away, and the focus stays in the dialog', async () => {
    recipes = [aRecipe(4)];
    await open();
    await during(() => runCommand('scan.recipes'));
    await more('Remove');
    expect(calls).toEqual(['remove 4']);
    expect(find('recipes-none')).not.toBeNull();
    expect(find('recipes')?.contains(document.activeElement)).toBe(true);
  });
});
