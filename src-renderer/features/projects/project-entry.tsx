import type { Project } from '../../../src-preload/contract/projects.ts';
import { showProject } from '../../app/view.ts';
import { shownPath } from '../../lib/format/path.ts';
import { IconButton } from '../../ui/button.tsx';
import { ContextMenu } from '../../ui/context-menu.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ProjectMenuItems } from './project-menu-items.tsx';
import styles from './sidebar.module.css';
import { SidebarEntry } from './sidebar-entry.tsx';

/** A project in the sidebar, with what can be done with it in a menu: of its own button, or of the other mouse button. */
export function ProjectEntry({ project, current }: { project: Project; current: boolean }) {
  const name = shownPath(project.name);
  return (
    <ContextMenu
      area={
        <div className={styles.project} data-testid="project-area">
          <SidebarEntry
            icon="folder"
            name={name}
            count={project.photos}
            current={current}
            onShow={() => showProject(project.id)}
          />
          <Menu
            trigger={
              <IconButton
                icon="more"
                size="small"
                className={styles.more}
                label={`More for ${name}`}
                data-testid="project-more"
              />
            }
          >
            <ProjectMenuItems project={project} />
          </Menu>
        </div>
      }
    >
      <ProjectMenuItems project={project} />
    </ContextMenu>
  );
}
