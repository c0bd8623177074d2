import type { ReactNode } from 'react';
import type { ErrorText } from '../lib/texts/errors.ts';
import { Icon } from './icon.tsx';
import styles from './notice.module.css';

interface NoticeProps {
  text: ErrorText;
  tone?: 'bad' | 'warn';
  children?: ReactNode;
}

/** An error where it happened, with what to do about it. Spoken at once. */
export function Notice({ text, tone = 'bad', children }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role="alert">
      <Icon name={tone === 'bad' ? 'failed' : 'warning'} />
      <div className={styles.text}>
        <strong>{text.title}</strong>
        <p>{text.body}</p>
        {children}
      </div>
    </div>
  );
}
