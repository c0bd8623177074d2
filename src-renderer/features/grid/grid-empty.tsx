import { showAll, useView } from '../../app/view.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './grid-empty.module.css';

/** Says why there is nothing, and what to do about it. */
export function GridEmpty() {
  const filtered = useView((view) => view.text !== '' || Object.keys(view.filter).length > 0);
  if (filtered) {
    return (
      <div className={styles.empty}>
        <Icon name="search" size={34} />
        <h2>No photo matches</h2>
        <p>Nothing here fits the search or the filter.</p>
        <Button onClick={showAll}>Show all</Button>
      </div>
    );
  }
  return (
    <div className={styles.empty} data-testid="grid-empty">
      <Icon name="import" size={34} />
      <h2>Drop photos anywhere</h2>
      <p>
        Folders, cards, JPG and RAW, as they come. You will see what is new before anything is copied, and the
        originals stay where they are.
      </p>
      <Button look="primary" size="large" icon="folder" onClick={() => runCommand('library.import')}>
        Choose a folder…
      </Button>
    </div>
  );
}
