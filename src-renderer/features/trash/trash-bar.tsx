import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import { bytes, plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { openPlan } from '../plans/open-plan.ts';
import { useProjects } from '../projects/projects.ts';
import { SettingsMenu } from '../settings/settings-menu.tsx';
import styles from './trash-bar.module.css';

interface TrashBarProps {
  totals: { photos: number; files: number; bytes: number } | undefined;
  projectId: TrashEntry['projectId'] | null;
  onProject(id: number | null): void;
}

const ALL = 'all';

/** What stands above the trash, in the place of the bar over the grid. */
export function TrashBar({ totals, projectId, onProject }: TrashBarProps) {
  const projects = useProjects();
  const project = projects.find((candidate) => candidate.id === projectId);
  const options = [
    { value: ALL, label: 'All projects' },
    ...projects.map(({ id, name }) => ({ value: String(id), label: shownPath(name) })),
  ];
  return (
    <header className={styles.bar}>
      <h1 className={styles.title}>Trash</h1>
      <span className={styles.totals} data-testid="trash-totals">
        {totals !== undefined &&
          totals.photos > 0 &&
          `${plural(totals.photos, 'photo')}, ${plural(totals.files, 'file')}, ${bytes(totals.bytes)}`}
      </span>
      <Menu
        align="end"
        trigger={
          <Button icon="filter" aria-pressed={project !== undefined} data-testid="trash-project">
            <span className={styles.project}>
              {project === undefined ? 'All projects' : shownPath(project.name)}
            </span>
          </Button>
        }
      >
        <MenuChoice
          label="Show the trash of"
          value={project === undefined ? ALL : String(project.id)}
          options={options}
          onChange={(value) => onProject(value === ALL ? null : Number(value))}
        />
      </Menu>
      {/* It would empty all of it: not where only a part is shown. */}
      {project === undefined && (
        <Button
          icon="trash"
          disabled={totals === undefined || totals.photos === 0}
          data-testid="trash-empty-all"
          onClick={() => openPlan({ kind: 'purge', target: { all: true } })}
        >
          Empty trash…
        </Button>
      )}
      <SettingsMenu />
    </header>
  );
}
