import { useState } from 'react';
import { showProject, useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { count } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useLibrary } from '../library/library.ts';
import { LibraryMenu } from '../library/library-menu.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { useProjects } from './projects.ts';
import styles from './sidebar.module.css';

export function Sidebar() {
  const library = useLibrary().data;
  const projects = useProjects();
  const shown = useView((view) => view.projectId);
  const [naming, setNaming] = useState(false);
  useCommands({ 'project.new': () => setNaming(true) });
  const total = projects.reduce((sum, project) => sum + project.photos, 0);
  return (
    <aside className={styles.sidebar} aria-label="Library">
      <LibraryMenu name={shownPath(library?.name ?? '')} root={library?.root ?? ''} />
      <nav className={styles.nav} aria-label="Projects">
        <Entry
          icon="photos"
          name="All photos"
          photos={total}
          current={shown === null}
          onShow={() => showProject(null)}
        />
        <div className={styles.heading}>
          <h2>Projects</h2>
          <IconButton icon="plus" size="small" label="New project" onClick={() => setNaming(true)} />
        </div>
        {projects.length === 0 && (
          <p className={styles.none}>A project is one shoot. Drop photos to make the first.</p>
        )}
        <ul>
          {projects.map((project) => (
            <li key={project.id}>
              <Entry
                icon="folder"
                name={shownPath(project.name)}
                photos={project.photos}
                current={shown === project.id}
                onShow={() => showProject(project.id)}
              />
            </li>
          ))}
        </ul>
      </nav>
      {naming && <NewProjectDialog onClose={() => setNaming(false)} />}
    </aside>
  );
}

interface EntryProps {
  icon: IconName;
  name: string;
  photos: number;
  current: boolean;
  onShow(): void;
}

function Entry({ icon, name, photos, current, onShow }: EntryProps) {
  return (
    <button
      type="button"
      className={styles.entry}
      aria-current={current ? 'page' : undefined}
      data-testid="project-entry"
      // A click leaves the focus with the photos, so that Enter opens one of them and not the project once more.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onShow}
    >
      <Icon name={icon} size={17} />
      <span className={styles.name} title={name}>
        {name}
      </span>
      <span className={styles.count}>{count(photos)}</span>
    </button>
  );
}
