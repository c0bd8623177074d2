import { ORPCError } from '@orpc/server';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { MetadataConflict, MetadataDifference } from '../../../src-preload/contract/metadata.ts';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { LiveRegions } from '../../../src-renderer/app/live-regions.tsx';
import { showProject, showTrash, useView } from '../../../src-renderer/app/view.ts';
import { clearSelection, selectAll } from '../../../src-renderer/features/culling/selection.ts';
import { photoStore } from '../../../src-renderer/features/grid/photos.ts';
import { ConflictsNotice } from '../../../src-renderer/features/metadata/conflicts-notice.tsx';
import { MetadataDialogs } from '../../../src-renderer/features/metadata/metadata-dialogs.tsx';
import { closeMetadataDialog, openRead } from '../../../src-renderer/features/metadata/open-metadata.ts';
import { startMetadata, useLooks } from '../../../src-renderer/features/metadata/start-metadata.ts';
import { TaskDetails } from '../../../src-renderer/features/tasks/task-details.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { orpc } from '../../../src-renderer/lib/rpc/client.ts';
import { lookedText } from '../../../src-renderer/lib/texts/metadata.ts';
import { answerCalls, during, engine, show } from './engine-behind.tsx';
import { aPhoto, aTask } from './fixtures.ts';
import { giveRoom } from './with-room.ts';

const TASK = '11111111-2222-4333-8444-555555555555';
const WEDDING: Project = { id: 7, name: 'Wedding', folder: 'Wedding', photos: 3, createdAt: 0 };
const conflict = (
  photoId: number,
  field: MetadataConflict['field'],
  ours: unknown,
  theirs: unknown,
): MetadataConflict => ({ photoId, photo: `IMG_${photoId}`, project: 'Wedding', field, ours, theirs, at: 1 });

let calls: unknown[] = [];
let refuse: (() => Error) | null = null;
let conflicts: MetadataConflict[] = [];
let items: JobItem[] = [];
let photos: Photo[] = [];
beforeEach(() => {
  calls = [];
  refuse = null;
  conflicts = [];
  items = [];
  photos = [aPhoto(1, { name: 'IMG_1' }), aPhoto(2), aPhoto(3)];
  return during(() => {
    photoStore.clear();
    clearSelection();
    closeMetadataDialog();
    useLooks.setState({ looks: new Map() });
    showProject(null);
    useView.getState().set({ focusedTask: null, tasksOpen: false });
  });
});
beforeAll(() => {
  giveRoom();
  answerCalls({
    projects: { list: engine.projects.list.handler(() => [WEDDING]) },
    photos: {
      index: engine.photos.index.handler(() => ({ ids: [1, 2, 3], aspects: [1, 1, 1] })),
      get: engine.photos.get.handler(({ input }) => photos.filter(({ id }) => input.ids.includes(id))),
    },
    tasks: {
      items: engine.tasks.items.handler(({ input }) => ({
        items: items.filter(({ state }) => input.states?.includes(state) ?? true),
        total: items.length,
        next: null,
      })),
      get: engine.tasks.get.handler(() => ({ task: readTask(), steps: [], jobs: [] })),
    },
    metadata: {
      start: engine.metadata.start.handler(({ input }) => {
        calls.push(input);
        if (refuse !== null) throw refuse();
        return { taskId: TASK };
      }),
      conflicts: engine.metadata.conflicts.handler(({ input }) => ({
        conflicts: conflicts.slice(input.offset, input.offset + input.limit),
        total: conflicts.length,
      })),
      resolve: engine.metadata.resolve.handler(({ input }) => {
        calls.push(input);
        const isMeant = (entry: MetadataConflict) =>
          entry.photoId === input.photoId && entry.field === input.field;
        if (!conflicts.some(isMeant)) throw new ORPCError('NOTHING_TO_DO', { defined: true, status: 409 });
        conflicts = conflicts.filter((entry) => !isMeant(entry));
        return { left: conflicts.length };
      }),
    },
  });
});

const readTask = () =>
  aTask({
    id: TASK,
    type: 'metadata_import',
    label: 'Reading metadata',
    state: 'completed',
    finishedAt: 500,
    progress: { total: 3, processed: 3, succeeded: 1, skipped: 2, failed: 0 },
  });
let queries: QueryClient | null = null;
function Window() {
  queries = useQueryClient();
  return (
    <>
      <ConflictsNotice />
      <MetadataDialogs />
      <LiveRegions />
    </>
  );
}
const find = <T extends HTMLElement>(testId: string) => document.querySelector<T>(`[data-testid=${testId}]`);
const all = (testId: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid=${testId}]`)];
const click = (testId: string) => during(() => find(testId)?.click());
const command = (id: 'metadata.read' | 'metadata.conflicts') => during(() => runCommand(id));
const offered = () =>
  [...(find('metadata-read')?.querySelectorAll('label') ?? [])].map((label) => label.textContent);
const said = () => document.querySelector('[aria-live=polite]')?.textContent?.trim();
const decide = (at: number, keep: 'library' | 'files') =>
  during(() => {
    const button = all('metadata-conflict')[at]?.querySelector<HTMLElement>(`[data-keep=${keep}]`);
    button?.focus();
    button?.click();
  });

describe('reading metadata', () => {
  it('is about the selection, or else the photo under the cursor; the project or everything may be chosen instead', async () => {
    await show(<Window />);
    await during(() => showProject(7));
    await during(() => selectAll([1, 3]));
    await command('metadata.read');
    expect(offered()).toEqual([
      '2 selected photos',
      'All of “Wedding”',
      'All photos of the library',
      'Only show what would change',
    ]);
    await click('metadata-read-confirm');
    expect(calls).toEqual([{ operation: 'import', target: { photoIds: [1, 3] }, dryRun: false }]);
    expect(find('metadata-read')).toBeNull();
    expect(useView.getState()).toMatchObject({ tasksOpen: true, focusedTask: TASK });

    await during(() => {
      clearSelection();
      useView.getState().set({ cursor: 2 });
    });
    await command('metadata.read');
    expect(offered()[0]).toBe('The chosen photo');
    await click('metadata-of-project');
    await click('metadata-read-confirm');
    expect(calls.at(-1)).toEqual({ operation: 'import', target: { projectId: 7 }, dryRun: false });
  });

  it('of a project or of everything is asked for by their menus; in the trash no photo is meant', async () => {
    await show(<Window />);
    await during(() => openRead({ projectId: 7 }));
    expect(offered()).toEqual(['All of “Wedding”', 'Only show what would change']);
    await during(showTrash);
    await command('metadata.read');
    expect(offered()).toEqual(['All photos of the library', 'Only show what would change']);
    await click('metadata-read-confirm');
    expect(calls).toEqual([{ operation: 'import', target: { all: true }, dryRun: false }]);
  });

  it('may first only show what would change, and be done from there', async () => {
    await show(<Window />);
    await command('metadata.read');
    await during(() => find('metadata-read')?.querySelector<HTMLElement>('[type=checkbox]')?.click());
    expect(find('metadata-read-confirm')?.textContent).toBe('Show what would change');
    await click('metadata-read-confirm');
    expect(calls).toEqual([{ operation: 'import', target: { all: true }, dryRun: true }]);
    await show(<TaskDetails task={readTask()} />);
    expect(find('only-looked')?.textContent).toContain('Nothing was changed.');
    await click('only-looked-act');
    expect(calls.at(-1)).toEqual({ operation: 'import', target: { all: true }, dryRun: false });
  });

  it('says in the dialog why it was refused', async () => {
    refuse = () =>
      new ORPCError('ACTION_DISABLED', {
        defined: true,
        status: 403,
        data: { setting: 'sync.allowManualImport' },
      });
    await show(<Window />);
    await command('metadata.read');
    await click('metadata-read-confirm');
    expect(find('metadata-read')?.querySelector('[role=alert]')?.textContent).toBeTruthy();
  });

  it('of more photos than one call may name takes several', async () => {
    await startMetadata('import', { photoIds: Array.from({ length: 2001 }, (_, at) => at + 1) }, false);
    expect(calls.map((call) => (call as { target: { photoIds: number[] } }).target.photoIds.length)).toEqual([
      2000, 1,
    ]);
  });
});

describe('a task that read metadata', () => {
  const difference = (
    field: MetadataDifference['field'],
    verdict: MetadataDifference['verdict'],
    [ours, theirs, becomes]: [unknown, unknown, unknown],
  ): MetadataDifference => ({ field, verdict, ours, theirs, becomes });
  const item = (id: number, state: JobItem['state'], differences: MetadataDifference[]): JobItem => ({
    id,
    jobId: 1,
    ref: `Wedding/IMG_${id}`,
    photoId: id,
    state,
    attempt: 1,
    crashCount: 0,
    runAt: null,
    error: null,
    durationMs: 4,
    finishedAt: 400,
    files: [],
    difference: differences,
  });

  it('shows for each photo what differed, field by field, and what counts', async () => {
    items = [
      item(1, 'done', [
        difference('rating', 'conflict', [5, 1, 5]),
        difference('title', 'take', [null, 'North', 'North']),
        difference('hierarchical', 'merge', [['a|b'], ['places|iceland'], ['a|b', 'places|iceland']]),
      ]),
      item(2, 'skipped', [difference('caption', 'pending', ['Ours', null, 'Ours'])]),
      item(3, 'skipped', []),
    ];
    await show(<TaskDetails task={readTask()} />);
    expect(find('task-tab-differs')?.getAttribute('aria-pressed')).toBe('true');
    expect(all('difference').map((entry) => entry.textContent)).toEqual([
      'RatingConflictLibrary5 starsFile1 starBoth were changed, each in its own way: nothing happens until you say which counts.',
      'TitleThe file’s countsLibraryNothingFileNorthOnly the file was changed.',
      'Tags in groupsBoth togetherLibrarya › bFileplaces › icelandTogethera › b, places › icelandBoth were changed, and both changes are kept.',
    ]);
    await click('task-tab-all');
    const lines = [...document.querySelectorAll('ol > li')].map((line) => line.textContent ?? '');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('Conflict');
    expect(lines[1]).toContain('Library is ahead');
    expect(lines[1]).toContain('Only the library was changed; the file does not know yet.');
    expect(lines[2]).toContain('The same');
  });
});

it('that only looked says so at its end, and how many photos it is about', () => {
  expect(lookedText({ succeeded: 3 }, 'import')).toEqual({
    title: '3 photos differ',
    description: 'This was only a look. Nothing was changed.',
  });
  expect(lookedText({ succeeded: 0 }, 'import').title).toBe('Nothing would change');
  expect(lookedText({ succeeded: 1 }, 'write').title).toBe('1 photo would be written');
  expect(lookedText({ succeeded: 0 }, 'write').title).toBe('Nothing would be written');
});

describe('conflicts', () => {
  it('are told of in one line while there are any, and asked for again', async () => {
    await show(<Window />);
    expect(find('metadata-conflicts-notice')).toBeNull();
    conflicts = [conflict(1, 'rating', 5, 1), conflict(2, 'title', 'A', 'B')];
    await during(() => queries?.invalidateQueries({ queryKey: orpc.metadata.key() }));
    expect(find('metadata-conflicts-notice')?.textContent).toContain(
      '2 fields were changed in the library and in files, in different ways.',
    );
    await click('metadata-conflicts-open');
    expect(all('metadata-conflict')).toHaveLength(2);
  });

  it('show both values, and are decided one after the other without leaving the keys', async () => {
    conflicts = [
      conflict(1, 'rating', 5, 1),
      conflict(1, 'title', 'North', 'South'),
      conflict(2, 'caption', 'Ours', null),
    ];
    photos = [aPhoto(1, { rating: 5, title: 'North' }), aPhoto(2, { caption: 'Ours' })];
    await show(<Window />);
    await command('metadata.conflicts');
    expect(all('metadata-conflict').map((row) => row.textContent)).toEqual([
      'RatingIMG_1 · WeddingIn the library5 starsKeep the library’sIn the file1 starTake the file’s',
      'TitleIMG_1 · WeddingIn the libraryNorthKeep the library’sIn the fileSouthTake the file’s',
      'CaptionIMG_2 · WeddingIn the libraryOursKeep the library’sIn the fileNothingTake the file’s',
    ]);
    expect(find('metadata-conflicts-left')?.textContent).toBe('3 conflicts left');
    await decide(0, 'files');
    expect(calls.at(-1)).toEqual({ photoId: 1, field: 'rating', keep: 'files' });
    expect([find('metadata-conflicts-left')?.textContent, said()]).toEqual([
      '2 conflicts left',
      'The file’s is taken. 2 conflicts left.',
    ]);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Take the file’s, title of IMG_1: South');
    await decide(1, 'library');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Keep the library’s, title of IMG_1: North',
    );
    await decide(0, 'library');
    expect(find('metadata-no-conflicts')?.textContent).toContain('Nothing to decide');
    expect(document.activeElement?.textContent).toBe('Close');
    expect(find('metadata-conflicts-notice')).toBeNull();
    expect(calls).toHaveLength(3);
  });

  it('show what the library says now, which is what would be kept', async () => {
    conflicts = [conflict(1, 'rating', 5, 1)];
    photos = [aPhoto(1, { rating: 3 })];
    await show(<Window />);
    await command('metadata.conflicts');
    expect(find('metadata-conflict')?.textContent).toContain('In the library3 stars');
  });

  it('that somebody else decided meanwhile go away, without an error', async () => {
    conflicts = [conflict(1, 'rating', 5, 1), conflict(2, 'title', 'A', 'B')];
    await show(<Window />);
    await command('metadata.conflicts');
    conflicts = conflicts.slice(1);
    await decide(0, 'files');
    expect(said()).toBe('This was decided already.');
    expect(all('metadata-conflict')).toHaveLength(1);
  });

  it('are not decided by a key that is held down', async () => {
    conflicts = [conflict(1, 'rating', 5, 1)];
    await show(<Window />);
    await command('metadata.conflicts');
    const button = document.querySelector<HTMLElement>('[data-keep=files]');
    const held = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    await during(() => button?.dispatchEvent(held));
    expect(held.defaultPrevented).toBe(true);
  });

  it('need no words where there are none', async () => {
    await show(<Window />);
    await command('metadata.conflicts');
    expect(find('metadata-no-conflicts')).not.toBeNull();
    expect(find('metadata-conflicts-left')).toBeNull();
  });
});
