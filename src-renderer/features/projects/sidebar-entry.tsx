import { count as countText } from '../../lib/format/numbers.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './sidebar.module.css';

interface SidebarEntryProps {
  icon: IconName;
  name: string;
  count: number;
  current: boolean;
  testId?: string;
  onShow(): void;
}

export function SidebarEntry({
  icon,
  name,
  count,
  current,
  testId = 'project-entry',
  onShow,
}: SidebarEntryProps) {
  return (
    <button
      type="button"
      className={styles.entry}
      aria-current={current ? 'page' : undefined}
      data-testid={testId}
      // A click leaves the focus with the photos, so that Enter opens one of them and not the project once more.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onShow}
    >
      <Icon name={icon} size={17} />
      <span className={styles.name} title={name}>
        {name}
      </span>
      <span className={styles.count}>{countText(count)}</span>
    </button>
  );
}
