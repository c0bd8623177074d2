import { useQuery } from '@tanstack/react-query';
import { runCommand } from '../../lib/commands/registry.tsx';
import { shownPath } from '../../lib/format/path.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { openRead, openWrite } from '../metadata/open-metadata.ts';
import { revealPath } from '../tasks/reveal.ts';
import { openLibrary } from './library.ts';
import styles from './library-menu.module.css';

interface LibraryMenuProps {
  name: string;
  root: string;
}

/** The name of the library; opens the way to others. */
export function LibraryMenu({ name, root }: LibraryMenuProps) {
  const recent = useQuery(orpc.library.recent.queryOptions()).data ?? [];
  const others = recent.filter((library) => library.root !== root && library.available).slice(0, 5);
  return (
    <Menu
      trigger={
        <button type="button" className={styles.trigger} title={shownPath(root)}>
          <span className={styles.mark}>
            <Icon name="lamp" size={18} />
          </span>
          <span className={styles.name}>{name}</span>
          <Icon name="down" size={14} />
        </button>
      }
    >
      {others.map((library) => (
        <MenuItem key={library.root} icon="library" onClick={() => void openLibrary(library.root, false)}>
          {shownPath(library.name)}
        </MenuItem>
      ))}
      {others.length > 0 && <MenuSeparator />}
      <MenuItem icon="folder" onClick={() => runCommand('library.open')}>
        Open another library…
      </MenuItem>
      <MenuItem icon="reveal" onClick={() => void revealPath(root)}>
        Show its folder
      </MenuItem>
      <MenuItem icon="search" onClick={() => runCommand('scan.folder')}>
        Scan a folder…
      </MenuItem>
      <MenuItem icon="queued" onClick={() => runCommand('scan.recipes')}>
        Saved scans…
      </MenuItem>
      <MenuItem icon="tag" onClick={() => openRead({ all: true })}>
        Read metadata from files…
      </MenuItem>
      <MenuItem icon="write" onClick={() => openWrite({ waiting: true }, { all: true })}>
        Write metadata to files…
      </MenuItem>
      <MenuItem icon="conflict" onClick={() => runCommand('metadata.conflicts')}>
        Metadata conflicts…
      </MenuItem>
      <MenuItem icon="shield" onClick={() => runCommand('library.maintenance')}>
        Maintenance…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="close" onClick={() => void client.library.close()}>
        Close this library
      </MenuItem>
    </Menu>
  );
}
