import { useRef } from 'react';
import type { PhotoSort } from '../../src-preload/contract/photos.ts';
import { useShownProject } from '../features/projects/projects.ts';
import { SettingsMenu } from '../features/settings/settings-menu.tsx';
import { runCommand, useCommands } from '../lib/commands/registry.tsx';
import { shownPath } from '../lib/format/path.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuChoice, MenuSeparator } from '../ui/menu.tsx';
import { SearchField } from './search-field.tsx';
import styles from './top-bar.module.css';
import { ROW_HEIGHT, useView } from './view.ts';

const SORTS: { value: PhotoSort['by']; label: string }[] = [
  { value: 'takenAt', label: 'Time taken' },
  { value: 'name', label: 'Name' },
  { value: 'addedAt', label: 'Time added' },
];
const DIRECTIONS: { value: PhotoSort['direction']; label: string }[] = [
  { value: 'asc', label: 'First to last' },
  { value: 'desc', label: 'Last to first' },
];

export function TopBar() {
  const project = useShownProject();
  const sort = useView((view) => view.sort);
  const filtersOpen = useView((view) => view.filtersOpen);
  const rowHeight = useView((view) => view.rowHeight);
  const set = useView((view) => view.set);
  const search = useRef<HTMLInputElement>(null);
  useCommands({ 'view.search': () => search.current?.select() });
  return (
    <header className={styles.bar}>
      <h1 className={styles.title}>{project === null ? 'All photos' : shownPath(project.name)}</h1>
      <SearchField ref={search} />
      <Menu align="end" trigger={<IconButton icon="sort" label="Sort" />}>
        <MenuChoice
          label="Sort by"
          value={sort.by}
          options={SORTS}
          onChange={(by) => set({ sort: { ...sort, by } })}
        />
        <MenuSeparator />
        <MenuChoice
          label="Order"
          value={sort.direction}
          options={DIRECTIONS}
          onChange={(direction) => set({ sort: { ...sort, direction } })}
        />
      </Menu>
      <IconButton
        icon="filter"
        label="Filters (f)"
        aria-pressed={filtersOpen}
        aria-expanded={filtersOpen}
        data-testid="filter"
        onClick={() => runCommand('view.filters')}
      />
      <label className={styles.size}>
        <Icon name="small" size={15} />
        <input
          type="range"
          aria-label="Size of thumbnails"
          min={ROW_HEIGHT.min}
          max={ROW_HEIGHT.max}
          step={ROW_HEIGHT.step}
          value={rowHeight}
          onChange={(event) => set({ rowHeight: Number(event.target.value) })}
        />
        <Icon name="large" size={15} />
      </label>
      <Button icon="import" data-testid="import" onClick={() => runCommand('library.import')}>
        Import…
      </Button>
      <SettingsMenu />
    </header>
  );
}
