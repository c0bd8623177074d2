import { useQuery } from '@tanstack/react-query';
import { shownPath } from '../../lib/format/path.ts';
import { ago } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './recent-libraries.module.css';

interface RecentLibrariesProps {
  disabled: boolean;
  onOpen(root: string): void;
}

export function RecentLibraries({ disabled, onOpen }: RecentLibrariesProps) {
  const recent = useQuery(orpc.library.recent.queryOptions({ staleTime: 0 })).data ?? [];
  if (recent.length === 0) return null;
  return (
    <section className={styles.recent} aria-labelledby="recent-title">
      <h2 id="recent-title">Recent libraries</h2>
      <ul>
        {recent.slice(0, 5).map((library) => (
          <li key={library.root}>
            <button
              type="button"
              disabled={disabled || !library.available}
              onClick={() => onOpen(library.root)}
            >
              <Icon name="library" />
              <span className={styles.name}>{shownPath(library.name)}</span>
              <span className={styles.root}>{shownPath(library.root)}</span>
              <span className={styles.when}>
                {library.available ? ago(library.lastOpenedAt, Date.now()) : 'not connected'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
