import { LibraryView } from '../features/grid/library-view.tsx';
import { usePhotoIndex } from '../features/grid/use-photo-index.ts';
import { chooseLibrary } from '../features/library/library.ts';
import { OpeningNotice } from '../features/library/opening-notice.tsx';
import { Loupe } from '../features/loupe/loupe.tsx';
import { Sidebar } from '../features/projects/sidebar.tsx';
import { Statistics } from '../features/statistics/statistics.tsx';
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
  const { shown } = usePhotoIndex();
  const inLoupe = useView((view) => view.loupe && shown.indexOf(view.cursor) >= 0);
  useCommands({
    'app.tasks': () => set({ tasksOpen: !useView.getState().tasksOpen }),
    'library.open': () => void chooseLibrary(),
  });
  return (
    <div className={styles.shell} data-tasks={tasksOpen || undefined}>
      <div className={styles.sidebar} inert={inLoupe}>
        <Sidebar />
      </div>
      <main className={styles.main} inert={inLoupe}>
        <TopBar />
        <OpeningNotice />
        <LibraryView covered={inLoupe} />
      </main>
      {inLoupe && (
        <div className={styles.loupe}>
          <Loupe photos={shown} />
        </div>
      )}
      {tasksOpen && (
        <div className={styles.tasks}>
          <TasksPanel />
        </div>
      )}
      <StatusBar />
      <DropArea />
      <Statistics />
      <TaskToasts />
    </div>
  );
}
