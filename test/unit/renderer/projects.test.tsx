import { ORPCError } from '@orpc/server';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Project } from '../../../src-preload/contract/projects.ts';
import { showProject, showTrash, useView } from '../../../src-renderer/app/view.ts';
import { toggleSelected, useSelection } from '../../../src-renderer/features/culling/selection.ts';
import { useMaintenance } from '../../../src-renderer/features/maintenance/open-maintenance.ts';
import { usePlanRequest } from '../../../src-renderer/features/plans/open-plan.ts';
import { closeProjectDialog } from '../../../src-renderer/features/projects/project-dialogs.ts';
import { Sidebar } from '../../../src-renderer/features/projects/sidebar.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { orpc } from '../../../src-renderer/lib/rpc/client.ts';
import { answerCalls, during, engine, press, show } from './engine-behind.tsx';

const project = (id: number, name: string): Project => ({ id, name, folder: name, photos: id, createdAt: 0 });
const PROJECTS = [project(7, 'Wedding'), project(8, 'Zoo')];
let projects = PROJECTS;

let calls: unknown[] = [];
beforeEach(() => {
  calls = [];
  return during(() => {
    usePlanRequest.setState({ request: null });
    useMaintenance.setState({ open: false, projectId: null });
    showProject(7);
  });
});
afterEach(() => during(closeProjectDialog));
beforeAll(() => {
  answerCalls({
    library: {
      current: engine.library.current.handler(() => null),
      recent: engine.library.recent.handler(() => []),
    },
    trash: {
      list: engine.trash.list.handler(() => ({
        entries: [],
        next: null,
        totals: { photos: 12, files: 20, bytes: 1 },
      })),
    },
    photos: { index: engine.photos.index.handler(() => ({ ids: [1, 2, 3], aspects: [1, 1, 1] })) },
    projects: {
      list: engine.projects.list.handler(() => projects),
      create: engine.projects.create.handler(({ input }) => {
        calls.push(['create', input]);
        return project(9, input.name);
      }),
      rename: engine.projects.rename.handler(({ input }) => {
        calls.push(['rename', input]);
        if (input.name === 'Zoo')
          throw new ORPCError('PROJECT_EXISTS', {
            defined: true,
            status: 409,
            data: { name: 'Zoo', projectId: 8 },
          });
        return project(input.id, input.name);
      }),
    },
  });
});

let sidebarQueries: QueryClient | null = null;
function WithQueries() {
  sidebarQueries = useQueryClient();
  return <Sidebar />;
}

const find = <T extends HTMLElement>(testId: string) => document.querySelector<T>(`[data-testid=${testId}]`);
const items = () => [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
const labels = () => items().map((item) => item.textContent);
const choose = (label: string) =>
  during(() =>
    items()
      .find((item) => item.textContent === label)
      ?.click(),
  );
async function type(testId: string, typed: string): Promise<void> {
  const field = find<HTMLInputElement>(testId) as HTMLInputElement;
  await during(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, typed);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const request = () => usePlanRequest.getState().request;
const entry = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('[data-testid=project-entry]')].find((button) =>
    button.textContent?.startsWith(name),
  );
const MENU = [
  'Rename…',
  'Show its folder',
  'Read metadata from files…',
  'Write metadata to files…',
  'Maintenance…',
  'Delete…',
];

describe('the sidebar', () => {
  it('has the trash below the projects, with how many photos lie there', async () => {
    await show(<Sidebar />);
    expect(find('sidebar-trash')?.textContent).toBe('Trash12');
    expect(entry('Wedding')?.getAttribute('aria-current')).toBe('page');
    await during(() => find('sidebar-trash')?.click());
    expect(useView.getState()).toMatchObject({ place: 'trash', projectId: null, cursor: null });
    const current = [...document.querySelectorAll('[aria-current]')].map((button) => button.textContent);
    expect(current).toEqual(['Trash12']);
    await during(() => entry('Zoo')?.click());
    expect(useView.getState()).toMatchObject({ place: 'photos', projectId: 8 });
  });

  it('has a menu for each project, by its button and by the other mouse button or the menu key', async () => {
    const { root } = await show(<Sidebar />);
    await press(root, 'project-more');
    expect(labels()).toEqual(MENU);
    await choose('Delete…');
    expect(request()).toEqual({ kind: 'project_delete', id: 7 });
    const zoo = document.querySelectorAll('[data-testid=project-area]')[1];
    await during(() =>
      zoo
        ?.querySelector('button')
        ?.dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 5, clientY: 5 }),
        ),
    );
    expect(labels()).toEqual(MENU);
    await choose('Maintenance…');
    expect(useMaintenance.getState()).toEqual({ open: true, projectId: 8 });
  });
});

describe('a project that goes away while it is shown', () => {
  const listed = () =>
    during(() => sidebarQueries?.invalidateQueries({ queryKey: orpc.projects.list.key() }));
  it('makes room for all photos; one that the list does not know yet does not', async () => {
    await show(<WithQueries />);
    await during(() => showProject(9));
    expect(useView.getState().projectId).toBe(9);
    projects = [...PROJECTS, project(9, 'New')];
    await listed();
    expect(useView.getState().projectId).toBe(9);
    projects = PROJECTS;
    await listed();
    expect(useView.getState().projectId).toBeNull();
  });
});

describe('renaming a project', () => {
  it('takes another name, and says why it cannot have one', async () => {
    await show(<Sidebar />);
    await during(() => runCommand('project.rename'));
    expect(find<HTMLInputElement>('rename-name')?.value).toBe('Wedding');
    await type('rename-name', 'Zoo');
    await during(() => find('rename-confirm')?.click());
    expect(find('rename-project')?.querySelector('[role=alert]')?.textContent).toContain(
      'There is a project “Zoo” already',
    );
    await type('rename-name', ' Wedding of Anna ');
    await during(() => find('rename-confirm')?.click());
    expect(find('rename-project')).toBeNull();
    expect(calls.at(-1)).toEqual(['rename', { id: 7, name: 'Wedding of Anna' }]);
  });

  it('asks for nothing where the name stays', async () => {
    await show(<Sidebar />);
    await during(() => runCommand('project.rename'));
    await during(() => find('rename-confirm')?.click());
    expect([calls, find('rename-project')]).toEqual([[], null]);
  });
});

describe('keys of projects', () => {
  it('are about the project that is shown, and do nothing where none is', async () => {
    await show(<Sidebar />);
    await during(() => runCommand('project.delete'));
    expect(request()).toEqual({ kind: 'project_delete', id: 7 });
    usePlanRequest.setState({ request: null });
    await during(() => showProject(null));
    await during(() => runCommand('project.delete'));
    await during(() => runCommand('project.rename'));
    expect([request(), find('rename-project')]).toEqual([null, null]);
  });
});

describe('moving photos to another project', () => {
  it('is asked of the photo under the cursor or of those that are selected, and shows the plan', async () => {
    await show(<Sidebar />);
    await during(() => useView.getState().set({ cursor: 2 }));
    await during(() => runCommand('photos.move'));
    expect(find('move-photos')?.textContent).toContain('Move 1 photo');
    // The project that they are in is no place to move them to.
    expect(
      [...document.querySelectorAll('[data-testid=move-target]')].map((option) => option.textContent),
    ).toEqual(['Zoo']);
    await during(() => find('move-next')?.click());
    expect(request()).toEqual({ kind: 'move', ids: [2], projectId: 8 });
    await during(() => {
      toggleSelected(1);
      toggleSelected(3);
    });
    await during(() => runCommand('photos.move'));
    await during(() => find('move-next')?.click());
    expect(request()).toEqual({ kind: 'move', ids: [1, 3], projectId: 8 });
    await during(() => useSelection.setState({ ids: new Set(), anchor: null }));
  });

  it('makes a project by the name that was typed', async () => {
    await show(<Sidebar />);
    await during(() => useView.getState().set({ cursor: 2 }));
    await during(() => runCommand('photos.move'));
    await type('move-project', 'Best of');
    expect(find('move-target')?.textContent).toBe('New project “Best of”');
    await during(() => find('move-next')?.click());
    expect(calls).toEqual([['create', { name: 'Best of' }]]);
    expect(request()).toEqual({ kind: 'move', ids: [2], projectId: 9 });
  });

  it('is not asked where no photo is meant, and never of photos behind the trash', async () => {
    await show(<Sidebar />);
    await during(() => runCommand('photos.move'));
    expect(find('move-photos')).toBeNull();
    await during(() => toggleSelected(1));
    await during(showTrash);
    await during(() => runCommand('photos.move'));
    expect(find('move-photos')).toBeNull();
  });
});
