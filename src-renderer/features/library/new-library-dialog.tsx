import { plural } from '../../lib/format/numbers.ts';
import { baseName, shownPath } from '../../lib/format/path.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { type DoubtfulPlace, openLibrary, useOpening } from './library.ts';

/** Before a folder that holds other things becomes a library, or one is made inside another. */
export function NewLibraryDialog() {
  const asking = useOpening((opening) => opening.asking);
  if (asking === null) return null;
  const { title, description, action } = textsOf(asking);
  const close = () => useOpening.setState({ asking: null });
  return (
    <Dialog
      open
      onClose={close}
      title={title}
      description={description}
      testId="new-library-dialog"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" data-testid="new-library-confirm" onClick={() => confirm(asking)}>
            {action}
          </Button>
        </>
      }
    />
  );
}

function confirm({ root, place }: DoubtfulPlace): void {
  if (place.kind === 'inside') void openLibrary(place.root, false);
  else void openLibrary(root, true);
}

function textsOf({ root, place }: DoubtfulPlace) {
  const name = shownPath(baseName(root));
  if (place.kind === 'inside') {
    const library = shownPath(baseName(place.root));
    return {
      title: `“${name}” is part of the library “${library}”`,
      description: `A library cannot lie inside another. ${shownPath(place.root)} can be opened instead.`,
      action: `Open “${library}”`,
    };
  }
  return {
    title: `Make a library in “${name}”?`,
    description: `There is no library in this folder, and it holds ${plural(place.entries, 'other thing')}. ${
      place.entries === 1 ? 'It stays as it is' : 'They stay as they are'
    } and will not show in the library; Safelight puts its own folders beside. To import photos from here, make the library elsewhere and drop this folder on it.`,
    action: 'Make a library here',
  };
}
