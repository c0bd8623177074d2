import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOpening } from './library.ts';
import styles from './opening-notice.module.css';

/** Why another library could not be opened, while the present one stays. */
export function OpeningNotice() {
  const error = useOpening((opening) => opening.error);
  if (error === null) return null;
  return (
    <div className={styles.place}>
      <Notice text={error}>
        <Button size="small" className={styles.dismiss} onClick={() => useOpening.setState({ error: null })}>
          Dismiss
        </Button>
      </Notice>
    </div>
  );
}
