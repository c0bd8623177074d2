import { LibraryView } from '../features/grid/library-view.tsx';
import { chooseLibrary } from '../features/library/library.ts';
import { OpeningNotice } from '../features/library/opening-notice.tsx';
import { Sidebar } from '../features/projects/sidebar.tsx';
import { TasksPanel } from '../features/tasks/tasks-panel.tsx';
import { TaskToasts } from '../features/toasts/task-toasts.tsx';
import { DropArea } from '../features/upload/drop-area.tsx';
import { useCommands } from '../lib/commands/registry.tsx';
import styles from './app-shell.module.css';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useView } from './view.ts';

/** The window while a library is open. */
export function AppShell() {
  const tasksOpen = useView((view) => view.tasksOpen);
  const set = useView((view) => view.set);
  useCommands({
    'app.tasks': () => set({ tasksOpen: !useView.getState().tasksOpen }),
    'library.open': () => void chooseLibrary(),
  });
  return (
    <div className={styles.shell} data-tasks={tasksOpen || undefined}>
      <Sidebar />
      <main className={styles.main}>
        <TopBar />
        <OpeningNotice />
        <LibraryView />
      </main>
      {tasksOpen && <TasksPanel />}
      <StatusBar />
      <DropArea />
      <TaskToasts />
    </div>
  );
}
