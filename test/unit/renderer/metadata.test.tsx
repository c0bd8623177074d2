import { ORPCError } from '@orpc/server';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { MetadataConflict, MetadataDifference } from '../../../src-preload/contract/metadata.ts';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { LiveRegions } from '../../../src-renderer/app/live-regions.tsx';
import { showProject, showTrash, useView } from '../../../src-renderer/app/view.ts';
import { isUndoable } from '../../../src-renderer/features/commit/change-tasks.ts';
import { clearSelection, selectAll } from '../../../src-renderer/features/culling/selection.ts';
import { photoStore } from '../../../src-renderer/features/grid/photos.ts';
import { ConflictsNotice } from '../../../src-renderer/features/metadata/conflicts-notice.tsx';
import { MetadataDialogs } from '../../../src-renderer/features/metadata/metadata-dialogs.tsx';
import {
  closeMetadataDialog,
  openAllTags,
  openConflicts,
  openRead,
  openWrite,
} from '../../../src-renderer/features/metadata/open-metadata.ts';
import { startMetadata, useLooks } from '../../../src-renderer/features/metadata/start-metadata.ts';
import { WaitingCount } from '../../../src-renderer/features/metadata/waiting-count.tsx';
import { TaskDetails } from '../../../src-renderer/features/tasks/task-details.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { orpc } from '../../../src-renderer/lib/rpc/client.ts';
import { lookedText } from '../../../src-renderer/lib/texts/metadata.ts';
import { taskStateText } from '../../../src-renderer/lib/texts/states.ts';
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
let waiting: number[] = [];
let settings: Record<string, unknown> = {};
beforeEach(() => {
  waiting = [];
  settings = {
    exif: { readPreference: 'sidecar-first', writeMode: 'sidecar-only' },
    sync: { allowManualImport: true, allowManualWrite: true },
  };
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
      index: engine.photos.index.handler(({ input }) =>
        input.filter.unwritten === true
          ? { ids: waiting, aspects: waiting.map(() => 1) }
          : { ids: [1, 2, 3], aspects: [1, 1, 1] },
      ),
      query: engine.photos.query.handler(() => ({ photos: [], nextCursor: null, total: waiting.length })),
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
    settings: {
      get: engine.settings.get.handler(() => ({ config: settings, defaults: settings, overrides: {} })),
      update: engine.settings.update.handler(({ input }) => {
        calls.push(input.changes);
        for (const [part, change] of Object.entries(input.changes))
          settings = { ...settings, [part]: { ...(settings[part] as object), ...(change as object) } };
        return { config: settings, overrides: {} };
      }),
    },
    metadata: {
      tags: engine.metadata.tags.handler(({ input }) => [
        { group: 'File', name: 'FileName', value: `file ${input.fileId}` },
        { group: 'XMP-dc', name: 'Title', value: 'North' },
      ]),
      start: engine.metadata.start.handler(({ input }) => {
        calls.push(input);
        if (refuse !== null) throw refuse();
        return { taskId: TASK };
      }),
      conflicts: engine.metadata.conflicts.handler(({ input }) => {
        const found = conflicts.filter(({ photoId }) => photoId === (input.photoId ?? photoId));
        return { conflicts: found.slice(input.offset, input.offset + input.limit), total: found.length };
      }),
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
const command = (id: 'metadata.read' | 'metadata.write' | 'metadata.conflicts') =>
  during(() => runCommand(id));
const offered = (dialog = 'metadata-read') =>
  [...(find(dialog)?.querySelectorAll('label') ?? [])].map((label) => label.textContent);
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
    await show(<TaskDetails task={{ ...readTask(), dryRun: true }} />);
    expect(find('only-looked')?.textContent).toContain('Nothing was changed.');
    await click('only-looked-act');
    expect(calls.at(-1)).toEqual({ operation: 'import', target: { all: true }, dryRun: false });
  });

  it('is asked as it was chosen before, when the settings have been looked at', async () => {
    await show(<Window />);
    await during(() => showProject(7));
    await command('metadata.read');
    await click('metadata-of-all');
    await during(() => find('metadata-read')?.querySelector<HTMLElement>('[type=checkbox]')?.click());
    await click('metadata-to-settings');
    expect([find('metadata-settings'), find('metadata-read')]).toEqual([expect.anything(), null]);
    await during(closeMetadataDialog);
    await click('metadata-read-confirm');
    expect(calls).toEqual([{ operation: 'import', target: { all: true }, dryRun: true }]);
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

  it('says which file counts first, and is not possible where the settings forbid it', async () => {
    await show(<Window />);
    await command('metadata.read');
    expect(find('metadata-read-rule')?.textContent).toContain('The sidecar counts first.');
    settings = { ...settings, sync: { allowManualImport: false, allowManualWrite: true } };
    await show(<Window />);
    await during(() => openRead({ all: true }));
    expect(find('metadata-read')?.textContent).toContain('Reading is switched off for this library');
    expect(find<HTMLButtonElement>('metadata-read-confirm')?.disabled).toBe(true);
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
  const item = (
    id: number,
    state: JobItem['state'],
    differences: MetadataDifference[],
    more: Partial<JobItem> = {},
  ): JobItem => ({
    ...more,
    id,
    jobId: 1,
    ref: `Wedding/IMG_${id}`,
    photoId: id,
    state,
    attempt: 1,
    crashCount: 0,
    runAt: null,
    error: more.error ?? null,
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

  it('or wrote it, shows what each file got, and why one got nothing', async () => {
    const title = difference('title', 'pending', ['North', null, 'North']);
    const time = difference('takenAt', 'conflict', [
      '2025-06-01T12:00:00+02:00',
      '2025-06-01T11:00:00',
      null,
    ]);
    const place = difference('position', 'take', [null, '64.145981,-21.942211', null]);
    items = [
      item(1, 'done', [title, place], {
        writes: [
          { path: 'IMG_1.xmp', fields: ['title'] },
          { path: 'IMG_1.jpg', fields: ['title', 'subjects', 'hierarchical'] },
        ],
      }),
      item(2, 'skipped', [time], { writes: [] }),
      item(3, 'failed', [title], { writes: [], error: { code: 'raw_not_written' } }),
    ];
    await show(<TaskDetails task={{ ...readTask(), type: 'metadata_write', state: 'failed' }} />);
    await click('task-tab-all');
    expect(all('written-file').map((file) => file.textContent)).toEqual([
      'IMG_1.xmp Title',
      'IMG_1.jpg Title and tags',
    ]);
    expect(all('difference').map((entry) => entry.textContent)).toEqual([
      'TitleThe library’s countsLibraryNorthFile beforeNothingOnly the library was changed.',
      'PlaceThe file’s staysLibraryNothingFile before64.14598° N, 21.94221° WOnly the file was changed: that is for reading, and nothing is written over it.',
      'Time takenConflictLibrary1 Jun 2025, 12:00:00 UTC+02:00File before1 Jun 2025, 11:00:00Both were changed, each in its own way: nothing is written until you say which counts.',
      'TitleThe library’s countsLibraryNorthFile beforeNothingOnly the library was changed.',
    ]);
    const lines = [...document.querySelectorAll('ol > li')].map((line) => line.textContent ?? '');
    expect(lines[0]).toContain('2 files');
    expect(lines[1]).toContain('Conflict');
    expect(lines[2]).toContain('RAW files other than DNG are never written into.');
    expect(all('item-retry')).toHaveLength(1);
  });
});

describe('writing metadata', () => {
  it('is about what is chosen, or else all that waits, which may be more than one call', async () => {
    waiting = Array.from({ length: 2001 }, (_, at) => at + 1);
    await show(<Window />);
    await during(() => selectAll([1, 3]));
    await command('metadata.write');
    expect(offered('metadata-write')).toEqual([
      '2 selected photos',
      'All that are not written yet: 2,001 photos',
      'All photos of the library',
      'Only show what would be written',
    ]);
    await click('metadata-write-confirm');
    expect(calls).toEqual([{ operation: 'write', target: { photoIds: [1, 3] }, dryRun: false }]);
    calls = [];
    await command('metadata.write');
    await click('metadata-of-waiting');
    await click('metadata-write-confirm');
    expect(calls.map((call) => (call as { target: { photoIds: number[] } }).target.photoIds.length)).toEqual([
      2000, 1,
    ]);
  });

  it('may first only show what would be written, and be done from there', async () => {
    await show(<Window />);
    await command('metadata.write');
    await during(() => find('metadata-write')?.querySelector<HTMLElement>('[type=checkbox]')?.click());
    await click('metadata-of-all');
    await click('metadata-write-confirm');
    expect(calls).toEqual([{ operation: 'write', target: { all: true }, dryRun: true }]);
    await show(<TaskDetails task={{ ...readTask(), type: 'metadata_write', dryRun: true }} />);
    expect(find('only-looked')?.textContent).toContain('Nothing was written.');
    await click('only-looked-act');
    expect(calls.at(-1)).toEqual({ operation: 'write', target: { all: true }, dryRun: false });
  });

  it('says where it writes to, by settings that can be changed from there', async () => {
    await show(<Window />);
    await during(() => openWrite({ all: true }));
    expect(find('metadata-write-where')?.textContent).toContain('Into sidecars beside the pictures.');
    await click('metadata-to-settings');
    expect(find('metadata-write')).toBeNull();
    await click('metadata-setting-both');
    expect(calls).toEqual([{ exif: { writeMode: 'both' } }]);
    await during(closeMetadataDialog);
    expect(find('metadata-write-where')?.textContent).toContain('Into the pictures and into sidecars.');
  });

  it('is not possible where the settings forbid it, and says so', async () => {
    settings = { ...settings, sync: { allowManualImport: true, allowManualWrite: false } };
    waiting = [1];
    await show(
      <>
        <Window />
        <WaitingCount />
      </>,
    );
    expect(find<HTMLButtonElement>('waiting-write')?.disabled).toBe(true);
    await command('metadata.write');
    expect(find('metadata-write')?.textContent).toContain('Writing is switched off for this library');
    expect(find<HTMLButtonElement>('metadata-write-confirm')?.disabled).toBe(true);
  });

  it('of nothing that waits begins nothing', async () => {
    await show(<Window />);
    await during(() => openWrite({ waiting: true }));
    await click('metadata-write-confirm');
    expect(calls).toEqual([]);
    expect(said()).toBe('All is written already.');
  });

  it('is told of by a number, as long as something waits', async () => {
    await show(<WaitingCount />);
    expect(find('waiting-count')).toBeNull();
    waiting = [4, 5];
    await show(<WaitingCount />);
    expect(find('waiting-count')?.textContent).toBe('2 photos not written to files yetWrite metadata…');
  });
});

it('a task that only looked is no writing that could be taken back, in this window or after a reload', () => {
  const task = aTask({ type: 'metadata_write', state: 'completed' });
  expect([isUndoable(task), isUndoable({ ...task, dryRun: true })]).toEqual([true, false]);
  expect(taskStateText({ ...task, dryRun: true })).toBe('Only looked');
});

describe('all tags of a photo', () => {
  it('are shown file by file, and searched', async () => {
    const file = (id: number, name: string) => ({
      id,
      path: `/library/Wedding/${name}`,
      role: 'image' as const,
      format: 'jpeg',
      bytes: 1,
      sha256: '0'.repeat(64),
      problem: null,
      missing: false,
    });
    await show(<Window />);
    await during(() => {
      photoStore.beginFetch([1]);
      photoStore.endFetch([1], [aPhoto(1, { files: [file(11, 'IMG_1.jpg'), file(12, 'IMG_1.xmp')] })]);
      openAllTags(1);
    });
    const texts = () => all('file-tag').map((tag) => tag.textContent);
    expect(texts()).toEqual(['FileNamefile 11', 'TitleNorth']);
    await during(() => all('all-tags-file')[1]?.click());
    expect(texts()).toEqual(['FileNamefile 12', 'TitleNorth']);
    const search = find<HTMLInputElement>('all-tags-search');
    await during(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(search, 'north');
      search?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(texts()).toEqual(['TitleNorth']);
    expect(find('all-tags')?.textContent).toContain('1 tag of 2');
  });
});

it('that only looked says so at its end, and how many photos it is about', () => {
  const looked = (type: string, succeeded: number) =>
    lookedText(
      aTask({ type, progress: { total: 3, processed: 3, succeeded, skipped: 3 - succeeded, failed: 0 } }),
    );
  expect(looked('metadata_import', 3)).toEqual({
    title: '3 photos differ',
    description: 'This was only a look. Nothing was changed.',
  });
  expect(looked('metadata_import', 0).title).toBe('Nothing would change');
  expect(looked('metadata_write', 1).title).toBe('1 photo would be written');
  expect(looked('metadata_write', 0).title).toBe('Nothing would be written');
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
    await during(() => showProject(7));
    await click('metadata-conflicts-show');
    expect(useView.getState()).toMatchObject({
      place: 'photos',
      projectId: null,
      filter: { conflict: true },
    });
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

  it('of one photo are asked for alone, and tell times and places as people do', async () => {
    conflicts = [
      conflict(1, 'rating', 5, 1),
      conflict(2, 'takenAt', '2025-06-01T12:00:00', '2025-06-01T12:00:00+02:00'),
      conflict(2, 'position', null, '64.145981,-21.942211'),
    ];
    photos = [
      aPhoto(2, { takenAt: '2025-06-01T13:00:00', takenOffsetMinutes: 60, takenOffsetSource: 'tag' }),
    ];
    await show(<Window />);
    await during(() => openConflicts(2));
    expect(all('metadata-conflict').map((row) => row.textContent)).toEqual([
      'Time takenIMG_2 · WeddingIn the library1 Jun 2025, 13:00:00 UTC+01:00Keep the library’sIn the file1 Jun 2025, 12:00:00 UTC+02:00Take the file’s',
      'PlaceIMG_2 · WeddingIn the libraryNothingKeep the library’sIn the file64.14598° N, 21.94221° WTake the file’s',
    ]);
    await decide(0, 'files');
    expect(find('metadata-conflicts-left')?.textContent).toBe('1 conflict left');
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
