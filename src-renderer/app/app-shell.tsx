import { LibraryView } from '../features/grid/library-view.tsx';
import { usePhotoIndex } from '../features/grid/use-photo-index.ts';
import { chooseLibrary } from '../features/library/library.ts';
import { OpeningNotice } from '../features/library/opening-notice.tsx';
import { Loupe } from '../features/loupe/loupe.tsx';
import { MaintenanceDialog } from '../features/maintenance/maintenance-dialog.tsx';
import { MassLossNotice } from '../features/maintenance/mass-loss-notice.tsx';
import { ConflictsNotice } from '../features/metadata/conflicts-notice.tsx';
import { MetadataDialogs } from '../features/metadata/metadata-dialogs.tsx';
import { PlanDialog } from '../features/plans/plan-dialog.tsx';
import { Sidebar } from '../features/projects/sidebar.tsx';
import { ScanDialogs } from '../features/scan/scan-dialogs.tsx';
import { Statistics } from '../features/statistics/statistics.tsx';
import { TasksPanel } from '../features/tasks/tasks-panel.tsx';
import { TaskToasts } from '../features/toasts/task-toasts.tsx';
import { TrashView } from '../features/trash/trash-view.tsx';
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
  const inTrash = useView((view) => view.place === 'trash');
  const { shown } = usePhotoIndex();
  // Not asked of the cursor alone: when its photo goes, it is on its way to the neighbour, and the loupe stays.
  const inLoupe = useView((view) => view.loupe && view.cursor !== null) && shown.ids.length > 0;
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
        {!inTrash && <TopBar />}
        <OpeningNotice />
        <MassLossNotice />
        <ConflictsNotice />
        {inTrash ? <TrashView /> : <LibraryView covered={inLoupe} />}
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
      <PlanDialog />
      <MaintenanceDialog />
      <MetadataDialogs />
      <ScanDialogs />
      <Statistics />
      <TaskToasts />
    </div>
  );
}
