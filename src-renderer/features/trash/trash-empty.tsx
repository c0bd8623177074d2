import { Icon } from '../../ui/icon.tsx';
import styles from './trash-empty.module.css';

export function TrashEmpty({ filtered }: { filtered: boolean }) {
  return (
    <div className={styles.empty} data-testid="trash-empty">
      <Icon name="trash" size={34} />
      <h2>{filtered ? 'Nothing of this project is in the trash' : 'The trash is empty'}</h2>
      <p>
        What a commit removes comes here first. It keeps its ratings and tags, and can be put back until its
        time is over.
      </p>
    </div>
  );
}
