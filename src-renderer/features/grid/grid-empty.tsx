import { showAll, useView } from '../../app/view.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export function GridEmpty() {
  const filtered = useView((view) => view.text !== '' || Object.keys(view.filter).length > 0);
  if (filtered) {
    return (
      <EmptyState
        icon="search"
        title="No photo matches"
        text="Nothing here fits the search or the filter."
        action={<Button onClick={showAll}>Show all</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon="import"
      title="Drop photos anywhere"
      text="Folders, cards, JPG and RAW, as they come. You will see what is new before anything is copied, and the originals stay where they are."
      action={
        <Button look="primary" size="large" icon="folder" onClick={() => runCommand('library.import')}>
          Choose a folder…
        </Button>
      }
      testId="grid-empty"
    />
  );
}
