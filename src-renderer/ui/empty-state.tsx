import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  text: string;
  /** What can be done about it. */
  action?: ReactNode;
  testId?: string;
}

/** Where there is nothing to show: why, and what to do about it. */
export function EmptyState({ icon, title, text, action, testId }: EmptyStateProps) {
  return (
    <div className={styles.empty} data-testid={testId}>
      <Icon name={icon} size={34} />
      <h2>{title}</h2>
      <p>{text}</p>
      {action}
    </div>
  );
}
