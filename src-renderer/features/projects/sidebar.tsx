import { showProject, showTrash, useView } from '../../app/view.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import { shownPath } from '../../lib/format/path.ts';
import { IconButton } from '../../ui/button.tsx';
import { useLibrary } from '../library/library.ts';
import { LibraryMenu } from '../library/library-menu.tsx';
import { useTrashTotals } from '../trash/use-trash.ts';
import { OpenProjectDialog } from './open-project-dialog.tsx';
import { ProjectEntry } from './project-entry.tsx';
import { useLeaveGoneProject, useProjects } from './projects.ts';
import styles from './sidebar.module.css';
import { SidebarEntry } from './sidebar-entry.tsx';
import { useProjectCommands } from './use-project-commands.ts';

export function Sidebar() {
  const library = useLibrary().data;
  const projects = useProjects();
  const trash = useTrashTotals();
  const inTrash = useView((view) => view.place === 'trash');
  const shown = useView((view) => view.projectId);
  useProjectCommands();
  useLeaveGoneProject();
  const total = projects.reduce((sum, project) => sum + project.photos, 0);
  return (
    <aside className={styles.sidebar} aria-label="Library">
      <LibraryMenu name={shownPath(library?.name ?? '')} root={library?.root ?? ''} />
      <nav className={styles.nav} aria-label="Projects">
        <SidebarEntry
          icon="photos"
          name="All photos"
          count={total}
          current={shown === null && !inTrash}
          onShow={() => showProject(null)}
        />
        <div className={styles.heading}>
          <h2>Projects</h2>
          <IconButton
            icon="plus"
            size="small"
            label="New project"
            onClick={() => runCommand('project.new')}
          />
        </div>
        {projects.length === 0 && (
          <p className={styles.none}>A project is one shoot. Drop photos to make the first.</p>
        )}
        <ul>
          {projects.map((project) => (
            <li key={project.id}>
              <ProjectEntry project={project} current={shown === project.id} />
            </li>
          ))}
        </ul>
        <div className={styles.trash}>
          <SidebarEntry
            icon="trash"
            name="Trash"
            count={trash?.photos ?? 0}
            current={inTrash}
            testId="sidebar-trash"
            onShow={showTrash}
          />
        </div>
      </nav>
      <OpenProjectDialog />
    </aside>
  );
}
